import type { HelpEntry, VisitEntry, VisitEnd } from '../model/forms.ts';
import type { CallCase, CaseStep } from '../model/calls.ts';
import type { DayHere, SessionTimes } from '../model/day.ts';
import type { Discrepancy, Settling } from '../model/discrepancies.ts';
import type { KioskStanding, OtherKiosk } from '../model/kiosk.ts';
import type { Mark } from '../model/marks.ts';
import type { PersonHere } from '../model/people-here.ts';
import type { CoachExcuse, Correction, PersonFacts, Talk } from '../model/person.ts';
import type { Confirmed, Resident, Unowned, VisitHere, VisitPlan } from '../model/visits-here.ts';
import type { WalkInEntry } from '../model/walk-in.ts';

// What the coach's screens ask of the kiosk's daemon. A screen says "saved" only when one of these has answered.

export interface Saved {
  // The event's name, for taking it back.
  event: string;
  // Local time, "09:02".
  at: string;
  // Something to say besides "saved", as the daemon words it.
  notice: string;
}

// What somebody may be known by from now on.
export type NewCredential = { badge: string } | { qr: string } | { number: string } | { pin: string };

export interface SoundBytes {
  type: string;
  bytes: Uint8Array;
}

export interface RecordedPhrase {
  phrase: string;
  language: string;
}

// The daemon as one coach has opened it. What is marked with a clock keeps the coach's ticket alive, and is asked only when somebody did
// something; all else may be asked as often as one likes.
export interface CoachDesk {
  // The centre's day and time, as the kiosk believes it: the browser's clock may be another one.
  clock(): Promise<{ day: string; time: string }>;
  people(): Promise<readonly PersonHere[]>;
  day(day: string): Promise<DayHere>;
  person(person: string, days: { first: string; last: string } | null): Promise<PersonFacts>;
  discrepancies(): Promise<readonly Discrepancy[]>;
  cases(): Promise<readonly CallCase[]>;
  status(): Promise<KioskStanding>;
  phrases(): Promise<readonly RecordedPhrase[]>;
  phrase(phrase: string, language: string): Promise<SoundBytes>;
  // With the coach's ticket.
  visits(day: string): Promise<readonly VisitHere[]>;
  unowned(): Promise<readonly Unowned[]>;
  residents(): Promise<readonly Resident[]>;
  kiosks(): Promise<readonly OtherKiosk[]>;
  voice(contest: string): Promise<SoundBytes>;

  sight(person: string, byPhone: boolean): Promise<Saved>;
  mark(person: string, session: string, mark: Mark): Promise<Saved>;
  excuse(person: string, excuse: CoachExcuse, today: string): Promise<Saved>;
  better(person: string): Promise<Saved>;
  correct(person: string, correction: Correction): Promise<Saved>;
  talk(person: string, talk: Talk, about: string): Promise<Saved>;
  help(help: HelpEntry): Promise<Saved>;
  planVisit(plan: VisitPlan): Promise<Saved>;
  logVisit(visit: VisitEntry): Promise<Saved>;
  endVisit(end: VisitEnd): Promise<Saved>;
  confirmVisit(event: string, by: Confirmed): Promise<Saved>;
  signOff(session: string): Promise<Saved & { entries: number; open: number }>;
  moveSession(session: string, times: SessionTimes): Promise<Saved>;
  cancelSession(session: string): Promise<Saved>;
  openPictureList(session: string): Promise<void>;
  closePictureList(): Promise<void>;
  settle(settling: Settling): Promise<Saved>;
  // Null: the list stands as it is.
  settleContest(contest: string, mark: Mark | null): Promise<Saved>;
  changeCase(id: string, step: CaseStep): Promise<Saved>;
  registerWalkIn(entry: WalkInEntry, credential: NewCredential | null): Promise<Saved & { person: string }>;
  assignBadge(person: string, credential: NewCredential): Promise<Saved>;
  park(): Promise<Saved & { outboxEmpty: boolean }>;
  recordPhrase(phrase: string, language: string, sound: SoundBytes): Promise<Saved>;
  // Takes back what was just saved: a wrong tap.
  undo(event: string): Promise<Saved>;
}

export interface CoachKiosk {
  with(ticket: string): CoachDesk;
}

// Why the kiosk did not do it. Nothing was saved.
export class CoachTrouble extends Error {
  // The ticket is over: whoever stands here says again who they are.
  readonly over: boolean;
  // As the daemon says it; empty when it did not answer.
  readonly said: string;
  readonly code: TroubleCode;
  constructor(code: TroubleCode, said: string) {
    super(code);
    this.code = code;
    this.said = said;
    this.over = code === 'over';
  }
}
export type TroubleCode = 'over' | 'refused' | 'full' | 'restarting';
