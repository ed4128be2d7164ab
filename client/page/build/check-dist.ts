// What must hold for the built page: small, hashed, and nothing in it that a strict content security policy would refuse.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { page, report } from './sources.ts';

const compressed_bytes_max = 300 * 1000;
const dist = join(page, 'dist');
const files = globSync('**/*.*', { cwd: dist }).filter((name) => !/\.(woff2|opus)$/.test(name));
const findings: string[] = [];

let total = 0;
for (const name of files) {
  const content = readFileSync(join(dist, name));
  total += gzipSync(content, { level: 9 }).length;
  const text = content.toString('utf8');
  if (name.startsWith('assets/') && !/-[A-Za-z0-9_-]{8}\.[a-z0-9]+$/.test(name)) findings.push(`${name}: has no hash in its name`);
  if (/url\(["']?data:/.test(text)) findings.push(`${name}: has a data: address`);
  // Addresses of XML namespaces are names, not places.
  const away = [...text.matchAll(/https?:\/\/[^\s"'`)\\]+/g)].map((match) => match[0]);
  for (const address of away) {
    if (!/^https?:\/\/(www\.w3\.org\/|svelte\.dev\/e\/|localhost|in-memory)/.test(address)) findings.push(`${name}: names ${address}`);
  }
  if (/\b(?:eval|new Function)\s*\(/.test(text)) findings.push(`${name}: makes code from text`);
}

const index = readFileSync(join(dist, 'index.html'), 'utf8');
if (/<script(?![^>]*\ssrc=)/.test(index)) findings.push('index.html: has an inline script');
if (/<style|\sstyle=|\son[a-z]+=/.test(index)) findings.push('index.html: has an inline style or handler');
if (/gallery/i.test(files.join())) findings.push('the gallery is in it');
if (total > compressed_bytes_max) findings.push(`it is ${total} bytes compressed, above ${compressed_bytes_max}`);

console.log(`${files.length} files, ${(total / 1000).toFixed(1)} kB compressed without fonts and sounds`);
report('dist', findings);
