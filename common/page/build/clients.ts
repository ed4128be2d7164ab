// Makes a page's generated/ from the protos: the typed clients of what it calls. Debian's protoc reads them, protoc-gen-es writes them.
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

export function generateClients(page: string, protos: readonly string[]): void {
  const top = join(page, '../..');
  const out = join(page, 'generated');
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out);
  execFileSync(
    'protoc',
    [
      `--plugin=protoc-gen-es=${join(top, 'node_modules/.bin/protoc-gen-es')}`,
      `--proto_path=${join(top, 'proto')}`,
      `--es_out=${out}`,
      '--es_opt=target=ts,import_extension=ts',
      ...protos.map((name) => `wijkboek/v1/${name}.proto`),
    ],
    { stdio: 'inherit' },
  );
}
