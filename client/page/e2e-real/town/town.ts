import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll } from 'vitest';
import { amsterdamMs, makeClock, weekdayAfter } from './clock.ts';
import { addKiosk, type Kiosk } from './kiosk.ts';
import { centre, firstDay, participants, rosterFiles, type Participant } from './people.ts';
import { run, startProgram, type Program } from './program.ts';

// A small town of real programs: the server, its kiosks with their pages, and everybody's clocks, in a folder that goes with it.
export interface Town {
  readonly kiosk: Kiosk;
  addKiosk(name: string): Promise<Kiosk>;
  // What an administrator's command says.
  office(...words: readonly string[]): Promise<string>;
  // What the server holds of them that kiosks captured, in the order of the log: everything that each figure of theirs rests on.
  held(who: Participant): Promise<readonly Held[]>;
  // The civil day that it is, and the moment in UTC milliseconds.
  readonly day: string;
  readonly now: number;
  // Moves every clock, forward on the same day.
  setTime(time: string): void;
  // Goes on with the next day that has sessions: nobody is here, and nothing is open that a rule ends.
  nextDay(time: string): void;
  startServer(): Promise<void>;
  stopServer(): Promise<void>;
  killServer(): Promise<void>;
  // Somebody whom no other test of this town has met.
  somebody(name?: string): Participant;
  end(): Promise<void>;
}

// An event on the server.
export interface Held {
  hash: string;
  // As "check-in".
  kind: string;
  // As "counts".
  state: string;
}

const top = fileURLToPath(new URL('../../../..', import.meta.url));
const bin = process.env['WIJKBOEK_BIN'] ?? join(top, 'build/dev/bin');
const page = process.env['WIJKBOEK_PAGE'] ?? fileURLToPath(new URL('../../dist', import.meta.url));

export async function startTown(): Promise<Town> {
  const folder = mkdtempSync(join(tmpdir(), 'wijkboek-town-'));
  let day = firstDay;
  let now = amsterdamMs(day, '07:00');
  const clock = makeClock(join(folder, 'server.clock'), now);
  const kiosks: Kiosk[] = [];
  function setTime(time: string) {
    const next = amsterdamMs(day, time);
    if (next < now) throw new Error(`it is later than ${day} ${time}`);
    now = next;
    for (const each of [clock, ...kiosks.map((kiosk) => kiosk.clock)]) each.set(now);
  }
  const strangers = [...participants];
  let server: Program;

  async function startServer() {
    const words = ['--data', join(folder, 'server'), '--listen', '127.0.0.1:0', '--enrolment-listen', '127.0.0.1:0'];
    server = await startProgram([join(bin, 'wijkboek-server'), ...words, '--clock-file', clock.path], join(folder, 'server.log'));
  }
  const port = (which: string) => () => (server.running() ? Number(server.ready[which]?.split(':').at(-1)) : null);

  async function office(...words: readonly string[]): Promise<string> {
    const said = await run([join(bin, 'wijkboek'), ...words], { WIJKBOEK_SOCKET: join(folder, 'server/admin.sock') });
    if (said.status !== 0) throw new Error(`wijkboek ${words.join(' ')}: ${said.errors}${said.output}`);
    return said.output;
  }

  async function another(name: string): Promise<Kiosk> {
    const kiosk = await addKiosk(name, {
      bin,
      page,
      folder,
      now: () => now,
      ports: { sync: port('sync'), enrolment: port('enrolment') },
      invite: async () => (await office('device', 'invite', '--centre', centre)).split('\n')[0] ?? '',
    });
    kiosks.push(kiosk);
    await kiosk.synced();
    return kiosk;
  }

  await startServer();
  const roster = join(folder, 'roster');
  mkdirSync(roster);
  for (const [name, text] of Object.entries(rosterFiles())) writeFileSync(join(roster, name), text);
  await office('import', 'roster', roster);
  const first = await another('A');

  return {
    kiosk: first,
    addKiosk: another,
    office,
    async held({ key }) {
      const { events } = JSON.parse(await office('trace', '--person', key, '--json')) as { events: (Held & { device: string })[] };
      return events.filter(({ device }) => device.startsWith('Kiosk ')).map(({ hash, kind, state }) => ({ hash, kind, state }));
    },
    get day() {
      return day;
    },
    get now() {
      return now;
    },
    setTime,
    nextDay(time) {
      day = weekdayAfter(day);
      setTime(time);
    },
    startServer,
    stopServer: () => server.stop(),
    killServer: () => server.kill(),
    somebody(name) {
      const at = name === undefined ? strangers.findIndex(({ language }) => language === 'nl') : strangers.findIndex((one) => one.name === name);
      const [one] = strangers.splice(at, 1);
      if (at < 0 || !one) throw new Error(`${name ?? 'nobody'} is left`);
      return one;
    },
    async end() {
      for (const kiosk of kiosks) await kiosk.end();
      await server.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

// For the tests of one file.
export function useTown(): () => Town {
  let town: Town | undefined;
  beforeAll(async () => {
    town = await startTown();
  });
  afterAll(() => town?.end());
  return () => {
    if (!town) throw new Error('the town has not started');
    return town;
  };
}
