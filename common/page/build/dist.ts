// What must hold for a built page: small, hashed, and nothing in it that a strict content security policy would refuse.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

export interface DistLimits {
  compressed_bytes_max: number;
  // Files that come only when they are wanted and are weighed by themselves, each kind with its own limit.
  lazy?: readonly { name: string; files: RegExp; compressed_bytes_max: number }[];
  // Addresses that stand in what is shipped without ever being asked for.
  addresses?: RegExp;
}

export function findInDist(dist: string, limits: DistLimits): { summary: string; findings: readonly string[] } {
  const files = globSync('**/*.*', { cwd: dist }).filter((name) => !/\.(woff2|opus)$/.test(name));
  const findings: string[] = [];
  const lazy = new Map((limits.lazy ?? []).map(({ name }) => [name, 0]));
  let total = 0;
  for (const name of files) {
    const content = readFileSync(join(dist, name));
    const size = gzipSync(content, { level: 9 }).length;
    const own = limits.lazy?.find((one) => one.files.test(name));
    if (own) lazy.set(own.name, (lazy.get(own.name) ?? 0) + size);
    else total += size;
    const text = content.toString('utf8');
    if (name.startsWith('assets/') && !/-[A-Za-z0-9_-]{8}\.[a-z0-9]+$/.test(name)) findings.push(`${name}: has no hash in its name`);
    if (/url\(["']?data:/.test(text)) findings.push(`${name}: has a data: address`);
    // Addresses of XML namespaces are names, not places.
    const away = [...text.matchAll(/https?:\/\/[^\s"'`)\\]+/g)].map((match) => match[0]);
    for (const address of away) {
      if (/^https?:\/\/(www\.w3\.org\/|svelte\.dev\/e\/|localhost|in-memory)/.test(address)) continue;
      if (!limits.addresses?.test(address)) findings.push(`${name}: names ${address}`);
    }
    if (/\b(?:eval|new Function)\s*\(/.test(text)) findings.push(`${name}: makes code from text`);
  }

  const index = readFileSync(join(dist, 'index.html'), 'utf8');
  if (/<script(?![^>]*\ssrc=)/.test(index)) findings.push('index.html: has an inline script');
  if (/<style|\sstyle=|\son[a-z]+=/.test(index)) findings.push('index.html: has an inline style or handler');
  if (/gallery/i.test(files.join())) findings.push('the gallery is in it');
  if (total > limits.compressed_bytes_max) findings.push(`it is ${total} bytes compressed, above ${limits.compressed_bytes_max}`);
  for (const { name, compressed_bytes_max } of limits.lazy ?? []) {
    const size = lazy.get(name) ?? 0;
    if (size === 0) findings.push(`${name}: is not a file of its own`);
    if (size > compressed_bytes_max) findings.push(`${name}: is ${size} bytes compressed, above ${compressed_bytes_max}`);
  }
  const beside = [...lazy].map(([name, size]) => `; ${name} ${(size / 1000).toFixed(1)} kB`).join('');
  return {
    summary: `${files.length} files, ${(total / 1000).toFixed(1)} kB compressed without fonts and sounds${beside}`,
    findings,
  };
}
