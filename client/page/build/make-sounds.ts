// Makes public/sounds/: a file for each phrase and language that espeak-ng can speak, and the tone of confirmation. Opus at 16 kbit/s holds
// speech well and a phrase in some 3 kB. What has not changed since the last time is not made again.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { availableParallelism } from 'node:os';
import type { MessageFile } from '../../../common/page/i18n/message-file.ts';
import { isPhrase, voices } from '../src/sound/spoken.ts';
import { page } from './sources.ts';
import { toneWave } from './tone.ts';

const folder = join(page, 'public/sounds');
// Beside the folder and not in it: what is in it is shipped.
const manifestFile = join(page, '.sounds-made.json');
// Words a minute: slower than speech among those who know the language.
const speed = 135;

function run(command: string, args: readonly string[], input: Buffer | null): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = execFile(command, args, { encoding: 'buffer', maxBuffer: 32 << 20 }, (error, stdout) =>
      error ? reject(error) : resolve(stdout),
    );
    child.stdin?.end(input ?? undefined);
  });
}

const encode = (wave: Buffer, file: string) =>
  run('opusenc', ['--quiet', '--bitrate', '16', '--downmix-mono', '--discard-comments', '--discard-pictures', '-', file], wave);

interface Job {
  file: string;
  mark: string;
  make(file: string): Promise<unknown>;
}

const hash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16);
const jobs: Job[] = [{ file: 'tone.opus', mark: 'tone 1', make: (file) => encode(toneWave(), file) }];
for (const [language, voice] of Object.entries(voices)) {
  const { messages } = JSON.parse(readFileSync(join(page, `messages/${language}.json`), 'utf8')) as MessageFile;
  for (const [key, text] of Object.entries(messages)) {
    if (!isPhrase(key, text)) continue;
    jobs.push({
      file: `${language}/${key}.opus`,
      mark: hash(`${voice} ${speed} ${text}`),
      make: async (file) => encode(await run('espeak-ng', ['-v', voice, '-s', String(speed), '-g', '2', '--stdout', '--', text], null), file),
    });
  }
}

const made: Record<string, string> = existsSync(manifestFile) ? (JSON.parse(readFileSync(manifestFile, 'utf8')) as Record<string, string>) : {};
const wanted = new Set(jobs.map((job) => job.file));
mkdirSync(folder, { recursive: true });
for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
  if (name.endsWith('.opus') && !wanted.has(name)) rmSync(join(folder, name));
}

const open = jobs.filter((job) => made[job.file] !== job.mark || !existsSync(join(folder, job.file)));
const waiting = [...open];
await Promise.all(
  Array.from({ length: availableParallelism() }, async () => {
    for (let job = waiting.shift(); job; job = waiting.shift()) {
      const file = join(folder, job.file);
      mkdirSync(dirname(file), { recursive: true });
      await job.make(file);
    }
  }),
);
writeFileSync(manifestFile, JSON.stringify(Object.fromEntries(jobs.map((job) => [job.file, job.mark]))));
const bytes = jobs.reduce((sum, job) => sum + statSync(join(folder, job.file)).size, 0);
console.log(`${jobs.length} sounds (${open.length} made now) in ${Object.keys(voices).length} languages, ${(bytes / 1e6).toFixed(1)} MB`);
