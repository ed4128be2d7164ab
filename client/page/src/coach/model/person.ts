import type { PersonCard } from '../../model/people.ts';
import type { Standing } from './board.ts';

export const personDeeds = ['seen', 'phone', 'mark', 'excuse', 'better', 'correct', 'visit', 'help', 'talk', 'badge'] as const;
export type PersonDeed = (typeof personDeeds)[number];

// One participant over some days, as the daemon knows them.
export interface PersonFacts {
  who: PersonCard;
  week: readonly PersonRow[];
  minutes: number;
  minutesToConfirm: number;
  targetMinutes: number;
  helpGivenMinutes: number;
  helpReceivedMinutes: number;
  // "That is not right" that nobody settled yet: events.
  contests: readonly string[];
  sightings: readonly { day: string; seen: readonly string[]; goal: number }[];
}

export interface PersonRow {
  session: string;
  day: string;
  title: string;
  start: string;
  end: string;
  standing: Standing;
  // As the daemon words it.
  why: string;
  attendedMinutes: number;
}

export interface PersonModel {
  facts: PersonFacts;
  // BCP 47; empty: nobody chose one.
  language: string;
  today: string;
  // Null: nothing is expected of them today, and they are not here.
  now: Standing | null;
}

// What the forms hand over. Days and times are civil.
export interface Correction {
  day: string;
  start: string;
  end: string;
  didNotHappen: boolean;
  reason: 'forgotten' | 'wrongTap' | 'wrongPerson' | 'kioskTrouble' | 'other';
  note: string;
}
export const correctionReasons = ['forgotten', 'wrongTap', 'wrongPerson', 'kioskTrouble', 'other'] as const;

// A coach may choose two reasons that are never offered to participants.
export const coachReasons = ['sick', 'childcare', 'appointment', 'work', 'moved', 'other', 'language', 'motivation'] as const;
export type CoachReason = (typeof coachReasons)[number];
export const excuseScopes = ['today', 'days', 'untilBetter'] as const;
export type ExcuseScope = (typeof excuseScopes)[number];
export interface CoachExcuse {
  scope: ExcuseScope;
  lastDay: string;
  // When the call was, today; empty: not by phone.
  calledAt: string;
  reason: CoachReason | null;
}

export const talkSubjects = ['progress', 'goal', 'home', 'work'] as const;
export type TalkSubject = (typeof talkSubjects)[number];
export interface Talk {
  minutes: string;
  about: TalkSubject | null;
  note: string;
}
export const talkMinutes = ['10', '20', '30', '45', '60'] as const;

export function correctionIsWhole(value: Correction): boolean {
  // What did not happen is named by its times too: they say which taps are meant.
  return value.day !== '' && value.start !== '' && value.end > value.start;
}
