import type { State } from '@wijkboek/page/components/StateMark.svelte';
import type { PersonCard } from '../../model/people.ts';
import type { CoachKey } from '../words.ts';
import type { CallCase } from './calls.ts';
import type { DayHere } from './day.ts';
import { kindWords, type Discrepancy } from './discrepancies.ts';
import type { Unowned, VisitHere } from './visits-here.ts';

// How it stands with one person at one session.
export interface Standing {
  state: Exclude<State, 'none'>;
  // Local time; absent where there is none to tell.
  since?: string | undefined;
  // Whom a pending state waits for.
  kiosk?: string | undefined;
}

export const stateWords: Record<Standing['state'], CoachKey> = {
  unknown: 'state.unknown',
  present: 'state.present',
  visit: 'state.visit',
  late: 'state.late',
  left: 'state.left',
  excused: 'state.excused',
  absent: 'state.absent',
  pending: 'state.pending',
  unclear: 'state.unclear',
  coming: 'state.coming',
};

export interface BoardPerson {
  who: PersonCard;
  standing: Standing;
}

export interface BoardGroup {
  session: string;
  title: string;
  start: string;
  end: string;
  cancelled: boolean;
  people: readonly BoardPerson[];
  signedOff?: { by: string; at: string; changedSince: number } | undefined;
}

// What waits for a coach, and what one press does about it.
export type Need =
  | { kind: 'unknown'; who: PersonCard; began: string }
  // So many of one group that they are marked together.
  | { kind: 'unseen'; count: number; title: string; began: string; session: string }
  | { kind: 'pending'; who: PersonCard; kiosk: string }
  | { kind: 'forgotten'; who: PersonCard; day: string; discrepancy: string }
  | { kind: 'discrepancy'; who: PersonCard; words: CoachKey; discrepancy: string }
  | { kind: 'unowned'; event: string; at: string; picture: string; discrepancy: string }
  | { kind: 'call'; who: PersonCard; language: string; called: string };

// Those who are there: on a visit is at work, and late is there.
export function countHere(people: readonly BoardPerson[]): number {
  return people.filter(({ standing }) => ['present', 'late', 'visit'].includes(standing.state)).length;
}

// The day's sessions as boards. Who is on a visit that nobody ended yet is at work, whatever their session says.
export function groupsOf(day: DayHere, visits: readonly VisitHere[]): readonly BoardGroup[] {
  const away = new Map<string, string>();
  for (const visit of visits) {
    if (visit.state === 'open') for (const { person } of visit.participants) away.set(person, visit.start);
  }
  return day.sessions.map(({ session, title, start, end, cancelled, signedOff, rows }) => ({
    session,
    title,
    start,
    end,
    cancelled,
    signedOff,
    people: rows.map(({ who, standing }) => {
      const since = away.get(who.person);
      const mayBeAway = since !== undefined && ['unknown', 'present', 'late', 'left', 'coming'].includes(standing.state);
      return { who, standing: mayBeAway ? { state: 'visit' as const, since } : standing };
    }),
  }));
}

// More than these of one group hide everything else that waits.
const unseen_max = 4;

export interface NeedsFrom {
  groups: readonly BoardGroup[];
  discrepancies: readonly Discrepancy[];
  cases: readonly CallCase[];
  unowned: readonly Unowned[];
}

// Everything that waits for a coach, once for each reason. What belongs to nobody here is in its own list at the foot, and not on top.
export function needsOf({ groups, discrepancies, cases, unowned }: NeedsFrom): readonly Need[] {
  const needs: Need[] = [];
  for (const { id, who, language, stage } of cases) {
    if (stage === 'call') needs.push({ kind: 'call', who, language, called: id });
  }
  for (const { session, title, people, start, cancelled } of groups) {
    if (cancelled) continue;
    const unseen = people.filter(({ standing }) => standing.state === 'unknown');
    const together = unseen.length > unseen_max;
    if (together) needs.push({ kind: 'unseen', count: unseen.length, title, began: start, session });
    for (const { who, standing } of people) {
      if (standing.state === 'unknown' && !together) needs.push({ kind: 'unknown', who, began: start });
      if (standing.state === 'pending') needs.push({ kind: 'pending', who, kiosk: standing.kiosk ?? '' });
    }
  }
  for (const { event, at, picture } of unowned) {
    const item = discrepancies.find(({ said }) => said.some((one) => one.event === event));
    needs.push({ kind: 'unowned', event, at, picture, discrepancy: item?.id ?? '' });
  }
  const expected = new Set(groups.flatMap(({ people }) => people.map(({ who }) => who.person)));
  for (const item of discrepancies) {
    const who = item.people.find(({ person }) => expected.has(person));
    if (!who) continue;
    const discrepancy = item.id;
    if (item.kind === 'forgotten_check_out') needs.push({ kind: 'forgotten', who, day: item.day, discrepancy });
    else needs.push({ kind: 'discrepancy', who, words: kindWords(item.kind), discrepancy });
  }
  return sortNeeds(needs);
}

// Needs of people first who have waited without anybody knowing where they are; what only waits for a kiosk last.
const order: readonly Need['kind'][] = ['call', 'unseen', 'unknown', 'unowned', 'discrepancy', 'forgotten', 'pending'];

export function sortNeeds(needs: readonly Need[]): readonly Need[] {
  return [...needs].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}
