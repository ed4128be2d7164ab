import type { State } from '@wijkboek/page/components/StateMark.svelte';
import type { PersonCard } from '../../model/people.ts';
import type { CoachKey } from '../words.ts';

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
  // Sightings of today: how many count, and how many there should be.
  seen: number;
  goal: number;
}

export interface BoardGroup {
  session: string;
  title: string;
  start: string;
  end: string;
  people: readonly BoardPerson[];
  signedOff?: { by: string; at: string; changedSince: number } | undefined;
}

// What waits for a coach, and what one press does about it.
export type Need =
  | { kind: 'unknown'; who: PersonCard; began: string }
  | { kind: 'pending'; who: PersonCard; kiosk: string }
  | { kind: 'forgotten'; who: PersonCard; cameAt: string }
  | { kind: 'discrepancy'; who: PersonCard }
  | { kind: 'unowned'; at: string; picture: string }
  | { kind: 'call'; who: PersonCard; language: string };

// Those who are there: on a visit is at work, and late is there.
export function countHere(people: readonly BoardPerson[]): number {
  return people.filter(({ standing }) => ['present', 'late', 'visit'].includes(standing.state)).length;
}

// Needs of people first who have waited without anybody knowing where they are; what only waits for a kiosk last.
const order: readonly Need['kind'][] = ['call', 'unknown', 'unowned', 'discrepancy', 'forgotten', 'pending'];

export function sortNeeds(needs: readonly Need[]): readonly Need[] {
  return [...needs].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}
