// The files that checks look through.
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const shared = dirname(dirname(fileURLToPath(import.meta.url)));

export interface Source {
  // Beside the page's folder.
  name: string;
  text: string;
}

export function sourcesOf(page: string, folder: string, pattern: string): readonly Source[] {
  return globSync(pattern, { cwd: folder })
    .filter((name) => !name.includes('node_modules'))
    .sort()
    .map((name) => ({ name: relative(page, join(folder, name)), text: readFileSync(join(folder, name), 'utf8') }));
}

// Says what was found, and fails when that is not nothing.
export function report(what: string, findings: readonly string[]): void {
  for (const finding of findings) console.error(finding);
  console.log(findings.length ? `${what}: ${findings.length} findings` : `${what}: well`);
  if (findings.length) process.exitCode = 1;
}
