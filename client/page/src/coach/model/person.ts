import type { PersonCard } from '../../model/people.ts';
import type { Standing } from './board.ts';

export type PersonDeed = 'seen' | 'phone' | 'mark' | 'excuse' | 'better' | 'correct' | 'visit' | 'help' | 'talk' | 'badge';

export interface PersonModel {
  who: PersonCard;
  // In itself: "ትግርኛ".
  language: string;
  now: Standing;
  sick: boolean;
  hours: number;
  hoursTarget: number;
  seen: number;
  goal: number;
  week: readonly {
    session: string;
    // "di 3 maart"
    day: string;
    title: string;
    start: string;
    end: string;
    standing: Standing;
    why?: string | undefined;
  }[];
}

// What the forms hand over. Days and times are civil.
export interface Correction {
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
  // When the call was; empty: not by phone.
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
