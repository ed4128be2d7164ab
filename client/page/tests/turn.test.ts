import { beforeEach, describe, expect, test } from 'vitest';
import { KioskTrouble, type Asked, type Granted, type Greeted, type Kiosk, type Saved, type Welcomed } from '../src/kiosk/port.ts';
import type { Trouble } from '../src/model/trouble.ts';
import { Surroundings } from '../src/turn/surroundings.svelte.ts';
import { alone_seconds_max, practice_rest_seconds_max, restarting_seconds_min, told_seconds_max, Turn } from '../src/turn/turn.svelte.ts';
import { Tongue } from '../src/words/tongue.svelte.ts';

// A daemon that answers when the test lets it, and a log of what it was asked.
class Desk {
  readonly log: string[] = [];
  greeted: Partial<Welcomed> | Greeted = {};
  fails: Trouble | 'over' | null = null;
  reachable = true;

  async #does(what: string): Promise<Saved> {
    this.log.push(what);
    if (this.fails) throw new KioskTrouble(this.fails);
    return { events: [`e${this.log.length}`], at: '10:40' };
  }

  readonly granted = new Proxy({} as Granted, {
    get: (_, name: string) => {
      if (name === 'mine') return () => Promise.resolve({ companions: [], visits: [], help: [] });
      if (name === 'whomToPhone') return (resident: string) => this.#does(`whomToPhone ${resident}`).then(() => null);
      return (first: unknown) => this.#does(typeof first === 'string' ? `${name} ${first}` : name);
    },
  });

  readonly kiosk: Kiosk = {
    welcome: () => (this.reachable ? Promise.resolve({ day: '2026-03-03', time: '10:40', network: true, allSent: true, clockUncertain: false, full: false, pictureList: [] }) : Promise.reject(new KioskTrouble('restarting'))),
    greet: async (asked: Asked) => {
      await this.#does(`greet ${JSON.stringify(asked.who)}${asked.pin ? ` ${asked.pin}` : ''}${asked.practice ? ' practice' : ''}`);
      if ('as' in this.greeted) return this.greeted;
      const me = { person: 'b7', name: 'Samira' };
      const usual: Welcomed = { granted: this.granted, ticket: 't1', me, language: null, coach: false, graduate: false, arrived: null, hereSince: undefined, openVisits: [], forgotten: null, excusedUntilBetter: false };
      return { as: 'welcomed', guest: { ...usual, ...this.greeted } };
    },
    comeWithoutBadge: (symbol, practice) => this.#does(`comeWithoutBadge ${symbol}${practice ? ' practice' : ''}`),
    takeBackWithoutBadge: async () => void (await this.#does('takeBackWithoutBadge')),
    recordedPhrases: () => Promise.resolve([]),
    recordedPhrase: () => Promise.reject(new KioskTrouble('askCoach')),
  };
}

let desk: Desk;
let turn: Turn;
const heard: string[] = [];
beforeEach(() => {
  desk = new Desk();
  heard.length = 0;
  const player = { speak: (keys: readonly string[]) => heard.push(...keys), confirm: (key: string) => heard.push(key), hush: () => {} };
  turn = new Turn({ kiosk: desk.kiosk, tongue: new Tongue(), player, here: new Surroundings(desk.kiosk) });
});
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));
const rest = (seconds: number) => {
  for (let i = 0; i < seconds; i += 1) turn.second();
};
const greet = () => turn.greet({ badge: '04A1' });
const come = async () => {
  const { screen } = turn;
  if (screen.at !== 'me') throw new Error(screen.at);
  await turn.save('arrived', screen.guest, () => screen.guest.granted.come());
};

describe('a turn', () => {
  test('goes from welcome over a greeting and a tap back to welcome by itself, and gives the ticket back', async () => {
    await greet();
    expect(turn.screen.at).toBe('me');
    await come();
    expect(turn.screen).toMatchObject({ at: 'saved', kind: 'arrived' });
    expect(heard).toEqual(['done.arrived']);
    rest(9);
    expect(turn.screen.at).toBe('saved');
    rest(1);
    expect(turn.screen.at).toBe('welcome');
    await settle();
    expect(desk.log).toEqual(['greet {"badge":"04A1"}', 'come', 'leave']);
  });
  test('is over when somebody else is greeted: one ticket at a time', async () => {
    await greet();
    await turn.greet({ pin: '2468' });
    expect(desk.log).toEqual(['greet {"badge":"04A1"}', 'leave', 'greet {"pin":"2468"}']);
  });
  test('that is left alone is over, but no time runs while a PIN is typed', async () => {
    await greet();
    rest(alone_seconds_max - 1);
    turn.touched();
    rest(alone_seconds_max - 1);
    expect(turn.screen.at).toBe('me');
    rest(1);
    expect(turn.screen.at).toBe('welcome');
    turn.show({ at: 'pin' });
    turn.type({ type: 'digit', digit: '2' });
    rest(1000);
    expect(turn.screen.at).toBe('pin');
    expect(turn.pin.digits).toBe('2');
  });
  test('takes one thing at a time', async () => {
    await greet();
    await Promise.all([come(), come()]);
    expect(desk.log.filter((what) => what === 'come')).toHaveLength(1);
  });
  test('is not left while something is being saved: nobody else sees its answer', async () => {
    await greet();
    const saving = come();
    turn.home();
    expect(turn.screen.at).toBe('me');
    await saving;
    expect(turn.screen.at).toBe('saved');
    turn.home();
    expect(turn.screen.at).toBe('welcome');
  });
  test('can be undone once, and only while the time for it runs', async () => {
    await greet();
    await come();
    await turn.undo();
    await turn.undo();
    expect(turn.screen).toMatchObject({ at: 'saved', kind: 'undone' });
    expect(desk.log.filter((what) => what === 'undo')).toHaveLength(1);
  });
});

describe('what is asked first', () => {
  const visit = { visit: 'v1', resident: 'r1', picture: { symbol: 'cat', tint: 'sun' }, day: '2026-03-03', start: '09:30', open: true } as const;
  test('is nothing, where the badge said enough', async () => {
    desk.greeted = { arrived: { events: ['e9'], at: '09:00' }, forgotten: { day: '2026-03-02', since: '09:00', until: '16:00' } };
    await greet();
    expect(turn.screen).toMatchObject({ at: 'saved', kind: 'arrived', saved: { events: ['e9'] } });
  });
  test('is the forgotten check-out, then the open visit, then what they want', async () => {
    await turn.here.ask();
    desk.greeted = { openVisits: [visit], forgotten: { day: '2026-03-02', since: '09:00', until: '16:00' } };
    await greet();
    expect(turn.screen).toMatchObject({ at: 'way', way: { kind: 'forgotten' } });
    if (turn.screen.at === 'way' && turn.screen.way.kind === 'forgotten') turn.screen.way.dontKnow();
    expect(turn.screen).toMatchObject({ at: 'way', way: { kind: 'visit', flow: { step: 'end' } } });
    if (turn.screen.at === 'way' && turn.screen.way.kind === 'visit') turn.screen.way.back();
    expect(turn.screen.at).toBe('me');
    expect(desk.log).toHaveLength(1);
  });
  test('of a badge that nobody holds, whether they come or go', async () => {
    desk.greeted = { me: null };
    await greet();
    expect(turn.screen.at).toBe('newBadge');
  });
  test('a worry is saved for whoever goes away to phone, who has longer for it', async () => {
    await turn.here.ask();
    desk.greeted = { openVisits: [visit] };
    await greet();
    const way = turn.screen.at === 'way' && turn.screen.way.kind === 'visit' ? turn.screen.way : null;
    way?.step({ type: 'now' });
    way?.step({ type: 'outcome', outcome: 'worried' });
    await settle();
    expect(way?.flow.step).toBe('worried');
    rest(alone_seconds_max + 1);
    expect(turn.screen.at).toBe('way');
    // The ticket was kept open meanwhile.
    expect(desk.log.filter((what) => what === 'whomToPhone r1').length).toBeGreaterThan(1);
    rest(600);
    await settle();
    expect(turn.screen.at).toBe('welcome');
    expect(desk.log.slice(-2)).toEqual(['visitDone', 'leave']);
  });
});

describe("a coach's badge", () => {
  test('asks for their PIN beside it, and is forgotten when they stop', async () => {
    desk.greeted = { as: 'asksPin' };
    await greet();
    expect(turn.screen.at).toBe('pin');
    for (const digit of '9753') turn.type({ type: 'digit', digit });
    desk.greeted = { coach: true };
    turn.typedAll();
    await settle();
    expect(turn.screen).toMatchObject({ at: 'coach', ticket: 't1' });
    expect(desk.log.at(-1)).toBe('greet {"badge":"04A1"} 9753');
    expect(turn.pin.digits).toBe('');
    turn.home();
    turn.typedAll();
    await settle();
    expect(desk.log.at(-1)).toBe('greet {"pin":""}');
    expect(desk.log).toContain('leave');
  });
});

describe('trouble', () => {
  test.each(['noDisk', 'restarting', 'unsure', 'askCoach'] as const)('%s is shown instead of "saved"', async (trouble) => {
    await greet();
    desk.fails = trouble;
    await come();
    expect(turn.screen).toEqual({ at: 'trouble', trouble });
    expect(heard).toEqual([]);
  });
  test('of a ticket that is over leads to welcome', async () => {
    await greet();
    desk.fails = 'over';
    await come();
    expect(turn.screen.at).toBe('welcome');
  });
  test('that only says something is gone soon; while the daemon does not answer, it stays', async () => {
    await greet();
    desk.fails = 'unsure';
    await come();
    rest(told_seconds_max);
    expect(turn.screen.at).toBe('welcome');
    desk.fails = null;
    await greet();
    desk.fails = 'restarting';
    desk.reachable = false;
    await come();
    await settle();
    rest(100);
    expect(turn.screen.at).toBe('trouble');
    desk.reachable = true;
    await turn.here.ask();
    rest(restarting_seconds_min);
    expect(turn.screen.at).toBe('welcome');
  });
});

describe('practice', () => {
  test('is said with every greeting and every picture, until two minutes of rest', async () => {
    turn.practise();
    await greet();
    turn.home();
    await turn.comeWithoutBadge('boat');
    expect(desk.log.filter((what) => what.endsWith(' practice'))).toHaveLength(2);
    turn.home();
    rest(practice_rest_seconds_max - 1);
    turn.touched();
    rest(practice_rest_seconds_max - 1);
    expect(turn.practice).toBe(true);
    rest(1);
    expect(turn.practice).toBe(false);
    await greet();
    expect(desk.log.at(-1)).not.toContain('practice');
  });
});
