import type {
  AttendanceRow,
  GetPersonResponse,
  GetSessionResponse,
  GetStatusResponse,
  GetTodayResponse,
  Person,
} from '../../../generated/wijkboek/v1/kiosk_pb.ts';
import type { KioskHere, ResidentHere, UnownedHere, VisitHere as VisitMessage } from '../../../generated/wijkboek/v1/kiosk_page_pb.ts';
import { ClockQuality } from '../../../generated/wijkboek/v1/common_pb.ts';
import type { CaseItem, DiscrepancyItem } from '../../../generated/wijkboek/v1/settling_pb.ts';
import { caseStages, type CallCase, type CaseStage } from '../model/calls.ts';
import type { DayHere, RowHere, SessionHere } from '../model/day.ts';
import { ways, type Discrepancy, type KnownWay, type Way } from '../model/discrepancies.ts';
import type { KioskStanding, OtherKiosk } from '../model/kiosk.ts';
import type { PersonHere } from '../model/people-here.ts';
import type { PersonFacts } from '../model/person.ts';
import type { Resident, Unowned, VisitHere } from '../model/visits-here.ts';
import { outcomeOf, taskOf } from './enums.ts';
import { standingOf } from './standing.ts';

// The daemon's answers as the screens' models.

// Whose name cannot be read here is still somebody.
export const nameOf = (person: string, name: string): string => name || person.slice(0, 8);

const cardOf = ({ person, name }: { person: string; name: string }) => ({ person, name: nameOf(person, name) });

export const personHereOf = (message: Person): PersonHere => ({ ...cardOf(message), role: message.role, language: message.language });

function rowOf(row: AttendanceRow, since: ReadonlyMap<string, string>): RowHere {
  return { who: cardOf(row), standing: standingOf(row, since.get(row.person)), why: row.why, final: row.final };
}

// A time of the same day is said without it.
const withoutDay = (at: string, day: string) => (at.startsWith(`${day} `) ? at.slice(day.length + 1) : at);

export function sessionOf(answer: GetSessionResponse, since: ReadonlyMap<string, string>): SessionHere {
  const { session } = answer;
  return {
    session: session?.session ?? '',
    title: session?.title ?? '',
    day: answer.day,
    start: session?.start ?? '',
    end: session?.end ?? '',
    cancelled: answer.cancelled,
    rows: answer.rows.map((row) => rowOf(row, since)),
    signedOff: answer.signedOffAt === '' ? undefined : { by: answer.signedOffBy, at: withoutDay(answer.signedOffAt, answer.day), changedSince: answer.changedSince },
  };
}

export const presentSince = (today: GetTodayResponse): ReadonlyMap<string, string> =>
  new Map(today.persons.filter(({ present }) => present).map(({ person, since }) => [person, since]));

export function dayOf(day: string, today: GetTodayResponse, sessions: readonly GetSessionResponse[]): DayHere {
  const since = presentSince(today);
  const here = sessions.map((answer) => sessionOf(answer, since));
  const expected = new Set(here.flatMap(({ rows }) => rows.map(({ who }) => who.person)));
  const others = today.persons.filter(({ person, present }) => present && !expected.has(person));
  return { day, sessions: here, others: others.map((one) => ({ who: cardOf(one), since: one.since })) };
}

export function personOf(answer: GetPersonResponse): PersonFacts {
  return {
    who: cardOf(answer),
    week: answer.rows.map((row) => ({
      session: row.session,
      day: row.day,
      title: row.title,
      start: row.start,
      end: row.end,
      standing: standingOf(row, undefined),
      why: row.why,
      attendedMinutes: row.attendedMinutes,
    })),
    minutes: answer.hoursMinutes,
    minutesToConfirm: answer.hoursToConfirmMinutes,
    targetMinutes: answer.targetMinutes,
    helpGivenMinutes: answer.helpGivenMinutes,
    helpReceivedMinutes: answer.helpReceivedMinutes,
    contests: answer.openContests,
    sightings: answer.sightings.map(({ day, seen, goal }) => ({ day, seen, goal })),
  };
}

const isKnownWay = (way: string): way is KnownWay => (ways as readonly string[]).includes(way);

export function discrepancyOf(item: DiscrepancyItem): Discrepancy {
  return {
    id: item.id,
    kind: item.kind,
    people: item.people.map(cardOf),
    day: item.day,
    session: item.sessionText,
    what: item.what,
    detail: item.detail,
    ageDays: item.ageDays,
    said: item.said.map(({ what, who, where, at, event, strength }) => ({ what, who, where, at, event, strength })),
    suggestion: item.suggestion,
    settler: item.settler,
    ways: item.ways.map((way): Way => (isKnownWay(way) ? way : { unknown: way })),
    settlements: item.settlements.map(({ value, who, at }) => ({ value, who, at })),
  };
}

const isStage = (stage: string): stage is CaseStage => (caseStages as readonly string[]).includes(stage);

export function caseOf(item: CaseItem): CallCase {
  const { person = '', name = '' } = item.participant ?? {};
  return {
    id: item.id,
    who: cardOf({ person, name }),
    language: item.language,
    days: item.days,
    stage: isStage(item.stage) ? item.stage : 'other',
    stageSaid: item.stage,
  };
}

export function visitOf(message: VisitMessage): VisitHere {
  const { visit = '', day = '', start = '', end = '', open = false } = message.visit ?? {};
  return {
    visit,
    day,
    start,
    end: open ? '' : end,
    state: message.planned ? 'planned' : open ? 'open' : 'done',
    participants: message.participants.map(cardOf),
    residents: message.residents.map(cardOf),
    outcome: outcomeOf(message.outcome),
    tasks: message.tasks.map(taskOf),
    event: message.event,
  };
}

export function residentOf({ resident, card }: ResidentHere): Resident {
  return { ...cardOf(resident ?? { person: '', name: '' }), card };
}

export const unownedOf = ({ event, at, pictureToken }: UnownedHere): Unowned => ({ event, at, picture: pictureToken });

export function kioskOf(status: GetStatusResponse): KioskStanding {
  return {
    name: status.name,
    centre: status.centre,
    unsent: Number(status.unsent),
    oldestUnsent_ms: Number(status.oldestUnsentMs),
    lastContact_ms: Number(status.lastContactMs),
    heardThrough_ms: Number(status.heardThroughMs),
    upToDate: status.upToDate,
    reason: status.reason,
    // Whatever is not known to be sure is not sure.
    clockUncertain: status.clockQuality !== ClockQuality.SAMPLED && status.clockQuality !== ClockQuality.DISCIPLINED,
    compared_ms: Number(status.comparedMs),
    compared: status.compared,
    sentAgain: status.sentAgain,
    shownDifferently: status.shownDifferently,
    standing: status.standing,
    version: status.version,
  };
}

export function otherKioskOf(kiosk: KioskHere): OtherKiosk {
  return {
    device: kiosk.device,
    name: nameOf(kiosk.device, kiosk.name),
    heardThrough_ms: Number(kiosk.heardThroughMs),
    heardThrough: kiosk.heardThrough,
    standing: kiosk.standing,
  };
}
