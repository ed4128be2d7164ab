// What the daemon answers. It keeps one ticket at a time, refuses what has none, saves before it answers, and says nothing that it does not know.

export type Json = Record<string, unknown>;

export interface Person {
  badge: string;
  qr?: string;
  number?: string;
  pin: string;
  person: string;
  name: string;
  language: string;
  graduate: boolean;
  coach: boolean;
}

interface Visit {
  visit: string;
  resident: string;
  day: string;
  start: string;
  end: string;
  open: boolean;
}

export interface World {
  day: string;
  time: string;
  people: Person[];
  // Person or badge, and since when.
  here: Map<string, string>;
  checksInByItself: boolean;
  excusedUntilBetter: Set<string>;
  forgotten: Map<string, { day: string; since: string; until: string }>;
  visits: Visit[];
  // Text and resident.
  cards: Map<string, string>;
  phone: { name: string; phone: string } | null;
  help: { event: string; other: string; iHelped: boolean; subject: string; minutes: number; day: string }[];
  pictureList: boolean;
  clockUncertain: boolean;
  trouble: string;
  wrongPins: number;
  phrases: { phrase: string; language: string; event: string }[];
  // Base64.
  sound: string;
  ticket: { ticket: string; person: Person | null; badge: string; practice: boolean } | null;
  // What is on disk; an undone one is marked so.
  events: { event: string; method: string; request: Json; practice: boolean; undone: boolean }[];
}

export class Refused extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string) {
    super(code);
    this.status = status;
    this.code = code;
  }
}

const over = () => new Refused(401, 'unauthenticated');
const unknown = () => new Refused(404, 'not_found');
const wrong_pins_free = 3;

export function answersOf(world: World): Record<string, (request: Json) => Json> {
  let tickets = 0;
  const companion = ({ person, name }: Person) => ({ person, name });

  function holder(request: Json) {
    const ticket = typeof request['ticket'] === 'string' ? request['ticket'] : ticketOf(request);
    if (!world.ticket || world.ticket.ticket !== ticket) throw over();
    return world.ticket;
  }

  function ticketOf(request: Json): unknown {
    const participants = request['participants'] as Json[] | undefined;
    const whos = [request['who'], ...(participants ?? []), request['helper'], request['helped']] as (Json | undefined)[];
    return whos.find((who) => who && 'ticket' in who)?.['ticket'];
  }

  function save(method: string, request: Json, practice: boolean): Json {
    const event = `e${world.events.length + 1}`;
    world.events.push({ event, method, request, practice, undone: false });
    const person = world.ticket?.person;
    return { event, name: person?.name ?? '', person: person?.person ?? '', atMs: '1772524920000', at: world.time };
  }

  // What the holder of the ticket says.
  const saying = (method: string, effect: (request: Json, key: string) => void = () => {}) => {
    return (request: Json): Json => {
      const { practice, person, badge } = holder(request);
      const saved = save(method, request, practice);
      effect(request, person?.person ?? badge);
      return { saved };
    };
  };

  const nothing = (request: Json): Json => {
    holder(request);
    return {};
  };

  function openVisits() {
    return world.visits.filter((visit) => visit.open);
  }

  function find(who: Json): Person | undefined {
    const key = Object.keys(who)[0] ?? '';
    return world.people.find((person) => (person as unknown as Json)[key] === who[key]);
  }

  function greet(request: Json): Json {
    const who = request['who'] as Json;
    world.ticket = null;
    if (world.wrongPins > wrong_pins_free && ('pin' in who || 'pin' in request)) {
      world.wrongPins = 0;
      return { waitMs: 2000 };
    }
    if ('person' in who && !world.pictureList) throw new Refused(403, 'permission_denied');
    const person = find(who);
    if (!person && 'pin' in who) {
      world.wrongPins += 1;
      return { wrongPin: true };
    }
    if (!person && 'number' in who) throw new Refused(400, 'invalid_argument');
    if (person?.coach) {
      if (!request['pin']) return { asksPin: true };
      if (request['pin'] !== person.pin) {
        world.wrongPins += 1;
        return { wrongPin: true };
      }
    }
    tickets += 1;
    const badge = String(Object.values(who)[0]);
    const practice = request['practice'] === true;
    world.ticket = { ticket: `t${tickets}`, person: person ?? null, badge, practice };
    const ticket = world.ticket.ticket;
    if (!person) return { ticket, unknown: true };
    if (request['language']) person.language = String(request['language']);
    const hereSince = world.here.get(person.person) ?? '';
    const forgotten = world.forgotten.get(person.person);
    const all = {
      ticket,
      me: companion(person),
      language: person.language,
      coach: person.coach,
      graduate: person.graduate,
      hereSince,
      openVisits: openVisits(),
      excusedUntilBetter: world.excusedUntilBetter.has(person.person),
      ...(forgotten ? { forgotten } : {}),
    };
    if (!world.checksInByItself || hereSince || forgotten || openVisits().length > 0 || person.coach || person.graduate) return all;
    world.here.set(person.person, world.time);
    return { ...all, arrived: save('Greet', request, practice), hereSince: world.time };
  }

  return {
    GetWelcome: () => ({
      centre: 'Centrum Verzonnen',
      day: world.day,
      time: world.time,
      connected: true,
      allSent: false,
      clockUncertain: world.clockUncertain,
      trouble: world.trouble,
      pictureList: world.pictureList ? world.people.filter((one) => !one.coach).map(companion) : [],
    }),
    Greet: greet,
    Leave(request) {
      if (world.ticket?.ticket === request['ticket']) world.ticket = null;
      return {};
    },
    Undo(request) {
      const event = world.events.find((one) => one.event === request['event']);
      if (!event) throw unknown();
      // Nobody has a ticket for "no badge today".
      if (event.method !== 'CheckInWithoutBadge' || request['ticket']) holder(request);
      event.undone = true;
      return { saved: save('Undo', request, false) };
    },
    GetMine(request) {
      const { person } = holder(request);
      const others = world.people.filter((one) => one !== person && !one.coach);
      return {
        companions: others.map(companion),
        visits: world.visits,
        help: world.help.map(({ other, ...help }) => ({ ...help, other: others.filter((one) => one.person === other).map(companion)[0] })),
      };
    },
    ChooseLanguage(request) {
      const { person } = holder(request);
      if (person) person.language = String(request['language']);
      return { saved: save('ChooseLanguage', request, false) };
    },
    AnswerAftercare: saying('AnswerAftercare'),
    GetPerson(request) {
      const { person } = holder(request);
      if (!person) throw unknown();
      return {
        person: person.person,
        name: person.name,
        hoursMinutes: 5160,
        hoursToConfirmMinutes: 150,
        targetMinutes: 14400,
        helpGivenMinutes: 30,
        helpReceivedMinutes: 45,
        rows: [
          { day: '2026-02-26', start: '09:00', state: 'ATTENDANCE_STATE_ABSENT' },
          { day: '2026-03-02', start: '09:00', state: 'ATTENDANCE_STATE_PRESENT', late: true },
          { day: '2026-03-03', start: '09:00', state: 'ATTENDANCE_STATE_PENDING' },
          { day: '2026-03-09', start: '09:00', state: 'ATTENDANCE_STATE_PENDING' },
          { day: '2026-03-05', start: '13:00', title: 'Koken en rekenen', state: 'ATTENDANCE_STATE_PENDING' },
        ],
      };
    },
    CheckIn: saying('CheckIn', (_, key) => world.here.set(key, world.time)),
    // With a time it is a word on another day, and nobody leaves.
    CheckOut: saying('CheckOut', (request, key) => (request['leftAt'] ? world.forgotten : world.here).delete(key)),
    CheckInWithoutBadge: (request) => ({ saved: save('CheckInWithoutBadge', request, request['practice'] === true) }),
    Excuse: saying('Excuse', (request, key) => request['untilBetter'] && world.excusedUntilBetter.add(key)),
    EndExcuse: saying('EndExcuse', (_, key) => world.excusedUntilBetter.delete(key)),
    ContestAttendance: saying('ContestAttendance'),
    LogBuddyHelp: saying('LogBuddyHelp'),
    DenyHelp: saying('DenyHelp', (request) => {
      if (!world.help.some((help) => help.event === request['event'])) throw unknown();
      world.help = world.help.filter((help) => help.event !== request['event']);
    }),
    // What a coach's screens look at, at a centre where nothing happens.
    GetStatus: () => ({ name: 'Kiosk A', upToDate: true }),
    GetToday: () => ({}),
    ListPeople: () => ({}),
    ListDiscrepanciesHere: () => ({}),
    ListCasesHere: () => ({}),
    ListVisits: nothing,
    ListUnowned: nothing,
    ListKiosksHere: nothing,
    ReadCard(request) {
      holder(request);
      const resident = world.cards.get(String(request['text']));
      if (!resident) throw unknown();
      return { resident, visits: world.visits.filter((visit) => visit.resident === resident) };
    },
    StartVisit: (request) => {
      const answer = saying('StartVisit')(request);
      const visit = world.visits.find((one) => one.visit === request['visit']);
      if (visit) Object.assign(visit, { open: true, start: world.time, end: '' });
      return { ...answer, visit: visit?.visit ?? 'v9' };
    },
    EndVisit: saying('EndVisit', (request) => {
      world.visits = world.visits.filter((visit) => visit.visit !== request['visit']);
    }),
    LogVisit: saying('LogVisit'),
    ConfirmVisit(request) {
      const event = world.events.find((one) => one.event === request['event'] && /Visit$/.test(one.method));
      if (!event) throw unknown();
      return saying('ConfirmVisit')(request);
    },
    WhomToPhone(request) {
      holder(request);
      return world.phone ?? {};
    },
    ListPhrases: () => ({ phrases: world.phrases }),
    GetPhrase(request) {
      const found = world.phrases.some((one) => one.phrase === request['phrase'] && one.language === request['language']);
      if (!found) throw unknown();
      return { sound: { mediaType: 'audio/ogg', content: world.sound } };
    },
  };
}
