import { join } from 'node:path';
import { makeClock, type ClockFile } from './clock.ts';
import { makeLine, type Line } from './line.ts';
import { run, startProgram, until, type Program } from './program.ts';

// One kiosk: its daemon with the built page, its store, its clock, and its lines to the server.
export interface Kiosk {
  readonly name: string;
  readonly folder: string;
  readonly clock: ClockFile;
  // Where its page is, always at the same place.
  readonly address: string;
  readonly program: Program;
  // Starts the daemon again, perhaps below another program's words.
  start(before?: readonly string[]): Promise<void>;
  kill(): Promise<void>;
  stop(): Promise<void>;
  cut(): void;
  connect(): void;
  // The answer of a command of `wijkboek` at this kiosk.
  ask<Answer = Record<string, unknown>>(...words: readonly string[]): Promise<Answer>;
  unsent(): Promise<number>;
  // Goes on when everything has been sent.
  sent(): Promise<void>;
  // Goes on when everything has been sent and fetched.
  synced(): Promise<void>;
  end(): Promise<void>;
}

export interface Surroundings {
  bin: string;
  page: string;
  folder: string;
  now: () => number;
  ports: { sync: () => number | null; enrolment: () => number | null };
  invite: () => Promise<string>;
}

export async function addKiosk(name: string, { bin, page, folder: parent, now, ports, invite }: Surroundings): Promise<Kiosk> {
  const folder = join(parent, `kiosk-${name}`);
  const clock = makeClock(`${folder}.clock`, now());
  const sync: Line = await makeLine(ports.sync);
  const enrolment: Line = await makeLine(ports.enrolment);
  const daemon = join(bin, 'wijkboek-kiosk');
  const lines = ['--server', sync.address, '--enrolment', enrolment.address];
  const enrolled = await run([daemon, 'enrol', '--store', folder, ...lines, '--name', `Kiosk ${name}`, await invite()]);
  if (enrolled.status !== 0) throw new Error(`kiosk ${name} was not enrolled: ${enrolled.errors}`);

  const start = (listen: string, before: readonly string[] = []) =>
    startProgram(
      [daemon, 'run', '--store', folder, '--page', page, '--listen', listen, '--clock-file', clock.path, '--sync-period-ms', '200', ...lines],
      `${folder}.log`,
      before,
    );
  let program = await start('127.0.0.1:0');
  const address = program.ready['http'] ?? '';

  async function ask<Answer>(...words: readonly string[]): Promise<Answer> {
    const said = await run([join(bin, 'wijkboek'), ...words, '--json'], { WIJKBOEK_KIOSK: address });
    if (said.status !== 0) throw new Error(`wijkboek ${words.join(' ')}: ${said.errors}`);
    return JSON.parse(said.output) as Answer;
  }
  const status = () => ask<{ unsent?: string; upToDate?: boolean }>('status');

  return {
    name,
    folder,
    clock,
    address,
    get program() {
      return program;
    },
    async start(before) {
      program = await start(new URL(address).host, before);
    },
    kill: () => program.kill(),
    stop: () => program.stop(),
    cut() {
      sync.cut();
      enrolment.cut();
    },
    connect() {
      sync.up = true;
      enrolment.up = true;
    },
    ask,
    unsent: async () => Number((await status()).unsent ?? 0),
    async sent() {
      await until(`kiosk ${name} to have sent everything`, async () => Number((await status()).unsent ?? 0) === 0);
    },
    async synced() {
      await until(`kiosk ${name} to have sent and fetched everything`, async () => {
        const { unsent, upToDate } = await status();
        return Number(unsent ?? 0) === 0 && upToDate;
      });
    },
    async end() {
      await program.kill();
      await sync.close();
      await enrolment.close();
    },
  };
}
