// Makes generated/ from the protos: the typed client of the daemon's service. Debian's protoc reads them, protoc-gen-es writes them.
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const page = dirname(dirname(fileURLToPath(import.meta.url)));
const top = join(page, '../..');
const out = join(page, 'generated');
const protos = ['kiosk', 'kiosk_page', 'cases', 'common', 'presence', 'programme', 'sealed', 'settling', 'visits'];

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
