import { spawn, execFile, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

// Processes of ours, ended by their process id alone. Should the test die first, the kernel ends them (setpriv).

const ready_ms_max = 20_000;
const stop_ms_max = 10_000;

export interface Program {
  readonly pid: number;
  // What it said once it was ready, as "ready sync=127.0.0.1:8441".
  readonly ready: Readonly<Record<string, string>>;
  running(): boolean;
  // Asks it to end; an untidy end is a failure.
  stop(): Promise<void>;
  // SIGKILL, and it is gone.
  kill(): Promise<void>;
}

// `before` is put before the program's own words, as strace is.
export async function startProgram(words: readonly string[], log: string, before: readonly string[] = []): Promise<Program> {
  const errors = openSync(log, 'a');
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', '--', ...before, ...words], { stdio: ['ignore', 'pipe', errors] });
  closeSync(errors);
  const ended = new Promise<string>((resolve) => child.once('exit', (status, signal) => resolve(signal ?? String(status))));
  const ready = await readyLine(child, ended);
  if (!ready?.startsWith('ready ')) {
    child.kill('SIGKILL');
    throw new Error(`${words[0]} did not get ready: ${ready ?? ''}\n${tail(log)}`);
  }
  const running = () => child.exitCode === null && child.signalCode === null;
  return {
    pid: child.pid ?? 0,
    ready: Object.fromEntries(ready.split(' ').slice(1).map((pair) => pair.split(/=(.*)/, 2) as [string, string])),
    running,
    async stop() {
      if (!running()) return;
      child.kill('SIGTERM');
      const how = await Promise.race([ended, after(stop_ms_max)]);
      if (how === undefined) child.kill('SIGKILL');
      if (how !== '0') throw new Error(`${words[0]} ended with ${how ?? 'nothing'}\n${tail(log)}`);
    },
    async kill() {
      if (running()) child.kill('SIGKILL');
      await ended;
    },
  };
}

async function readyLine(child: ChildProcess, ended: Promise<string>): Promise<string | undefined> {
  if (!child.stdout) return undefined;
  const lines = createInterface(child.stdout);
  const first = new Promise<string>((resolve) => lines.once('line', resolve));
  return Promise.race([first, ended.then((how) => `it ended with ${how}`), after(ready_ms_max)]);
}

function after(ms: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), ms).unref());
}

const tail = (log: string) => readFileSync(log, 'utf8').split('\n').slice(-15).join('\n');

export interface Finished {
  status: number;
  output: string;
  errors: string;
}

// Runs a program to its end.
export function run(words: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Finished> {
  const [program = '', ...rest] = words;
  return new Promise((resolve) => {
    execFile(program, rest, { env: { ...process.env, ...environment }, timeout: 60_000, maxBuffer: 32 << 20 }, (error, output, errors) => {
      const status = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ status, output, errors: errors || (error ? error.message : '') });
    });
  });
}

// Polls until it holds, and returns its first true answer.
export async function until<Answer>(what: string, holds: () => Promise<Answer> | Answer, seconds = 20): Promise<NonNullable<Answer>> {
  const end = performance.now() + seconds * 1000;
  for (;;) {
    const answer = await holds();
    if (answer) return answer;
    if (performance.now() > end) throw new Error(`waited ${seconds} s in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
}
