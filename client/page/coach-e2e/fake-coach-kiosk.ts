import { CoachTrouble, type CoachDesk, type CoachKiosk, type RecordedPhrase, type Saved, type SoundBytes } from '../src/coach/kiosk/port.ts';
import type { Standing } from '../src/coach/model/board.ts';
import type { CallCase } from '../src/coach/model/calls.ts';
import type { SessionHere } from '../src/coach/model/day.ts';
import type { Discrepancy } from '../src/coach/model/discrepancies.ts';
import type { Mark } from '../src/coach/model/marks.ts';
import type { PersonHere } from '../src/coach/model/people-here.ts';
import type { Resident, Unowned, VisitHere } from '../src/coach/model/visits-here.ts';

// A kiosk in memory that behaves as the daemon does towards a coach: it remembers what was saved, what was taken back is gone, what the
// rules forbid is refused with the daemon's own words, and a ticket that is over stays over. Everybody is invented.

export const day = '2026-03-03';
export const ticket = 't1';
export const now_ms = Date.parse(`${day}T10:40:00+01:00`);

const people: readonly PersonHere[] = [
  ['b7', 'Samira Verzonnen', 'ar'],
  ['c2', 'Bilal Verzonnen', 'tr'],
  ['d5', 'Tesfay Verzonnen', 'ti'],
  ['e4', 'Fatma Verzonnen', 'tr'],
  ['h8', 'Hodan Verzonnen', 'so'],
].map(([person = '', name = '', language = '']) => ({ person, name, language, role: 'participant' }));
const residents: readonly Resident[] = [
  { person: 'r1', name: 'Mevrouw De Wit-Verzonnen', card: 'wijkboek:resident:0123456789abcdef0123456789abcdef' },
  { person: 'r2', name: 'Meneer Bakker-Verzonnen', card: 'wijkboek:resident:fedcba9876543210fedcba9876543210' },
];

interface Entry {
  // What is asked for, and what a void takes back.
  kind: string;
  person?: string;
  takeBack(): void;
}

export interface Call {
  method: string;
  args: readonly unknown[];
}

export interface FakeCoachKiosk extends CoachKiosk {
  calls: Call[];
  // Set: the next deeds fail so.
  fails: CoachTrouble | null;
  // Somebody was greeted elsewhere, or two minutes passed.
  endTicket(): void;
  // A mark of this one is refused.
  ownMark: string | null;
}

export function makeFakeCoachKiosk(): FakeCoachKiosk {
  let events = 0;
  let over = false;
  const known: PersonHere[] = [...people];
  const entries = new Map<string, Entry>();
  const standings = new Map<string, Standing>([
    ['b7', { state: 'present', since: '08:57' }],
    ['c2', { state: 'late', since: '09:21' }],
    ['d5', { state: 'unknown' }],
    ['e4', { state: 'unknown' }],
    ['h8', { state: 'pending', kiosk: 'Noord' }],
  ]);
  const badges = new Map<string, string>([['04TAKEN1', 'b7']]);
  const seen = new Map<string, string[]>();
  let session: SessionHere = { session: 's1', title: 'Koken en rekenen', day, start: '09:00', end: '12:00', cancelled: false, rows: [] };
  const discrepancies = new Map<string, Discrepancy>(
    [discrepancy('d1', 'forgotten_check_out', 'c2', ['accept', 'end']), discrepancy('d2', 'attendance_contested', 'b7', ['status', 'accept'])].map(
      (item): [string, Discrepancy] => [item.id, item],
    ),
  );
  const cases = new Map<string, CallCase>(
    [
      { id: 'c1', who: { person: 'h8', name: 'Hodan Verzonnen' }, language: 'so', days: [day], stage: 'call' as const, stageSaid: 'call' },
      { id: 'c3', who: { person: 'd5', name: 'Tesfay Verzonnen' }, language: 'ti', days: ['2026-03-02', day], stage: 'open' as const, stageSaid: 'open' },
    ].map((one): [string, CallCase] => [one.id, one]),
  );
  const visits = new Map<string, VisitHere>();
  const phrases = new Map<string, SoundBytes>();
  const unowned: readonly Unowned[] = [{ event: 'u1', at: '09:12', picture: 'boat' }];
  let parked = false;

  function discrepancy(id: string, kind: string, person: string, ways: Discrepancy['ways']): Discrepancy {
    const name = people.find((one) => one.person === person)?.name ?? '';
    return {
      id,
      kind,
      people: [{ person, name }],
      day: '2026-03-02',
      session: 'Taal, 14, 09:00-12:00',
      what: '',
      detail: '',
      ageDays: 1,
      said: [
        { what: kind === 'attendance_contested' ? 'attendance contested' : 'check-in 09:05', who: name, where: 'Nieuw-West, Balie', at: '2026-03-02 09:05', event: `${id}a`, strength: 'own' },
        { what: 'marked absent', who: 'Coach Verzonnen', where: 'Nieuw-West, Laptop', at: '2026-03-02 12:10', event: `${id}b`, strength: 'coach' },
      ],
      suggestion: kind === 'forgotten_check_out' ? 'end 16:00' : '',
      settler: 'a coach or the office',
      ways,
      settlements: [],
    };
  }

  function save(entry: Entry, notice = ''): Saved {
    events += 1;
    const event = `e${events}`;
    entries.set(event, entry);
    return { event, at: '10:40', notice };
  }
  function stand(kind: string, person: string, standing: Standing): Saved {
    const before = standings.get(person);
    standings.set(person, standing);
    return save({
      kind,
      person,
      takeBack: () => (before ? standings.set(person, before) : standings.delete(person)),
    });
  }
  const refuse = (said: string): never => {
    throw new CoachTrouble('refused', said);
  };
  const put = <Value>(kind: string, map: Map<string, Value>, key: string, value: Value | null, person?: string): Saved => {
    const before = map.get(key);
    if (value === null) map.delete(key);
    else map.set(key, value);
    return save({ kind, ...(person && { person }), takeBack: () => (before === undefined ? map.delete(key) : map.set(key, before)) });
  };
  const nameOf = (person: string) => known.find((one) => one.person === person)?.name ?? residents.find((one) => one.person === person)?.name ?? '';
  const cardsOf = (ids: readonly string[]) => ids.map((person) => ({ person, name: nameOf(person) }));

  function desk(own: string): CoachDesk {
    const plain: CoachDesk = {
      clock: async () => ({ day, time: '10:40' }),
      people: async () => [...known],
      day: async () => ({
        day,
        others: [],
        sessions: [
          {
            ...session,
            rows: people.map((who) => ({
              who: { person: who.person, name: who.name },
              standing: standings.get(who.person) ?? { state: 'unknown' },
              why: standings.get(who.person)?.state === 'pending' ? 'waits for Noord (not heard since 08:40)' : '',
              final: false,
            })),
          },
        ],
      }),
      person: async (person) => ({
        who: { person, name: nameOf(person) },
        week: [
          {
            session: 's1',
            day,
            title: session.title,
            start: session.start,
            end: session.end,
            standing: standings.get(person) ?? { state: 'unknown' },
            why: 'came at 09:21',
            attendedMinutes: 0,
          },
        ],
        minutes: 3860,
        minutesToConfirm: 0,
        targetMinutes: 14_400,
        helpGivenMinutes: 0,
        helpReceivedMinutes: 0,
        contests: person === 'b7' && discrepancies.has('d2') ? ['d2a'] : [],
        sightings: seen.has(person) ? [{ day, seen: seen.get(person) ?? [], goal: 3 }] : [],
      }),
      discrepancies: async () => [...discrepancies.values()],
      cases: async () => [...cases.values()],
      status: async () => ({
        name: 'Balie',
        centre: 'Nieuw-West',
        unsent: events,
        oldestUnsent_ms: events > 0 ? now_ms - 600_000 : 0,
        lastContact_ms: now_ms - 30_000,
        heardThrough_ms: now_ms - 60_000,
        upToDate: true,
        reason: '',
        clockUncertain: false,
        compared_ms: 0,
        compared: 0,
        sentAgain: 0,
        shownDifferently: 0,
        standing: parked ? 'parked' : '',
        version: '0.5.0',
      }),
      phrases: async () => [...phrases.keys()].map((key): RecordedPhrase => {
        const [language = '', phrase = ''] = key.split(' ');
        return { language, phrase };
      }),
      phrase: async (phrase, language) => phrases.get(`${language} ${phrase}`) ?? refuse('nobody has recorded this phrase in this language'),
      visits: async (wanted) => [...visits.values()].filter((visit) => visit.day === wanted),
      unowned: async () => unowned,
      residents: async () => residents,
      kiosks: async () => [
        { device: 'k1', name: 'Balie', heardThrough_ms: now_ms, heardThrough: '10:40', standing: '' },
        { device: 'k2', name: 'Noord', heardThrough_ms: now_ms - 7_200_000, heardThrough: '08:40', standing: '' },
      ],
      voice: async () => refuse('nothing was said into the microphone here'),

      sight: async (person, byPhone) => {
        const before = seen.get(person) ?? [];
        seen.set(person, [...before, '10:40']);
        const standing = standings.get(person);
        // Seen in sight is a sign of being here; a voice on the phone is none.
        if (!byPhone && standing?.state === 'unknown') standings.set(person, { state: 'present' });
        return save({
          kind: 'sighting',
          person,
          takeBack: () => {
            seen.set(person, before);
            if (standing) standings.set(person, standing);
          },
        });
      },
      mark: async (person, wanted, mark: Mark) => {
        if (wanted !== session.session) refuse('this session is not known at this kiosk');
        if (person === fake.ownMark) refuse('it is about yourself: somebody else must settle it');
        return stand('mark', person, { state: mark });
      },
      excuse: async (person) => stand('excuse', person, { state: 'excused' }),
      better: async (person) =>
        standings.get(person)?.state === 'excused'
          ? stand('better', person, { state: 'unknown' })
          : refuse('no "until better" of theirs is open at this kiosk: look again once it is up to date, or tell the office'),
      correct: async (person, { didNotHappen, start }) => stand('correction', person, didNotHappen ? { state: 'absent' } : { state: 'present', since: start }),
      talk: async (person) => save({ kind: 'talk', person, takeBack: () => {} }),
      help: async ({ helper, helped }) =>
        helper === helped
          ? refuse('who helped and who was helped are one and the same: name the other one')
          : save({ kind: 'help', takeBack: () => {} }),
      planVisit: async ({ participants, residents: who, ...times }) => {
        const visit = `v${visits.size + 1}`;
        const planned: VisitHere = { visit, ...times, state: 'planned', participants: cardsOf(participants), residents: cardsOf(who), outcome: null, tasks: [], event: `e${events + 1}` };
        return put('visit', visits, visit, planned);
      },
      logVisit: async ({ participants, resident, visit, outcome, tasks, day: on, start, end }) => {
        const id = visit || `v${visits.size + 1}`;
        return put('visit', visits, id, {
          visit: id,
          day: on,
          start,
          end,
          state: 'done',
          participants: cardsOf(participants),
          residents: cardsOf(resident ? [resident] : []),
          outcome,
          tasks,
          event: `e${events + 1}`,
        });
      },
      endVisit: async ({ visit, end, outcome, tasks }) => {
        const open = visits.get(visit);
        return open ? put('visit', visits, visit, { ...open, state: 'done', end: end || '10:40', outcome, tasks }) : refuse('this visit is not known here');
      },
      confirmVisit: async (event, by) => {
        const visit = [...visits.values()].find((one) => one.event === event);
        const card = residents.find(({ person }) => visit?.residents.some((one) => one.person === person))?.card;
        if ('card' in by && by.card !== card) refuse("this card is somebody else's: show the card of whom you visited");
        return save({ kind: 'confirmation', takeBack: () => {} });
      },
      signOff: async () => {
        const before = session;
        session = { ...session, signedOff: { by: 'Coach Verzonnen', at: '10:40', changedSince: 0 } };
        return { ...save({ kind: 'sign-off', takeBack: () => (session = before) }), entries: people.length, open: people.length };
      },
      moveSession: async (_, times) => {
        const before = session;
        session = { ...session, ...times, cancelled: false };
        return save({ kind: 'move', takeBack: () => (session = before) }, before.cancelled ? 'it had been cancelled: now it takes place again' : '');
      },
      cancelSession: async () => {
        const before = session;
        session = { ...session, cancelled: true };
        return save({ kind: 'cancel', takeBack: () => (session = before) });
      },
      openPictureList: async () => {},
      closePictureList: async () => {},
      settle: async ({ id }) => (discrepancies.has(id) ? put('settlement', discrepancies, id, null) : refuse('there is no such discrepancy')),
      settleContest: async () => put('settlement', discrepancies, 'd2', null),
      changeCase: async (id, step) => {
        const one = cases.get(id);
        if (!one) return refuse('there is no case');
        if (step.kind === 'sent' && one.stage === 'heard') return refuse('only a coordinator sends a case to the client manager: ask yours');
        return put('case', cases, id, { ...one, stage: 'heard', stageSaid: 'heard' });
      },
      registerWalkIn: async ({ given, family, language }) => {
        const person = `w${known.length}`;
        known.push({ person, name: `${given} ${family}`.trim(), role: 'participant', language: language ?? '' });
        return { ...save({ kind: 'walk-in', person, takeBack: () => known.splice(known.findIndex((one) => one.person === person), 1) }), person };
      },
      assignBadge: async (person, credential) => {
        const text = Object.values(credential)[0] as string;
        const owner = badges.get(text);
        if (owner === person) refuse('this badge or PIN is theirs already');
        if (owner) refuse("this badge or PIN is somebody else's: choose another");
        return put('badge', badges, text, person, person);
      },
      park: async () => {
        parked = true;
        return { ...save({ kind: 'park', takeBack: () => (parked = false) }, 'something is not sent yet: leave this kiosk on until "unsent" is 0'), outboxEmpty: false };
      },
      recordPhrase: async (phrase, language, sound) => put('phrase', phrases, `${language} ${phrase}`, sound),
      undo: async (event) => {
        const entry = entries.get(event);
        if (!entry) return refuse('no such event');
        entries.delete(event);
        entry.takeBack();
        return save({ kind: 'void', takeBack: () => {} });
      },
    };
    // Looking at what anybody may see asks for no ticket.
    const free = new Set(['clock', 'people', 'day', 'person', 'discrepancies', 'cases', 'status', 'phrases', 'phrase']);
    return new Proxy(plain, {
      get(target, name: keyof CoachDesk) {
        return async (...args: readonly unknown[]) => {
          fake.calls.push({ method: name, args });
          // As over a wire: never at once.
          await new Promise((resolve) => setTimeout(resolve, 2));
          if (!free.has(name) && (over || own !== ticket)) throw new CoachTrouble('over', 'this ticket is over');
          if (fake.fails && !free.has(name)) throw fake.fails;
          return (target[name] as (...args: readonly unknown[]) => Promise<unknown>)(...args);
        };
      },
    });
  }

  visits.set('v1', {
    visit: 'v1',
    day,
    start: '10:00',
    end: '',
    state: 'open',
    participants: cardsOf(['e4']),
    residents: cardsOf(['r2']),
    outcome: null,
    tasks: [],
    event: 'x1',
  });
  const fake: FakeCoachKiosk = {
    calls: [],
    fails: null,
    ownMark: null,
    endTicket: () => (over = true),
    with: desk,
  };
  return fake;
}
