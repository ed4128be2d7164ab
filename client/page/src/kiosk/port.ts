import type { LanguageCode } from '@wijkboek/page/i18n/languages.ts';
import type { Absence } from '../model/absence.ts';
import type { ContestWords } from '../model/contest.ts';
import type { DaysOfMine } from '../model/days.ts';
import type { HelpSubject, HelpWritten } from '../model/help.ts';
import type { PersonCard } from '../model/people.ts';
import type { SymbolName } from '../model/symbols.ts';
import type { Trouble } from '../model/trouble.ts';
import type { Confirmation, PlannedVisit, ReturnSubject, VisitDone } from '../model/visits.ts';

// What the page asks of the kiosk's daemon. A screen says "saved" only when one of these has answered.

// How somebody says who they are. It is handed over once, and a ticket stands for it from then on.
export type Credential = { badge: string } | { qr: string } | { number: string } | { pin: string } | { person: string };

export interface Saved {
  // What was saved, in order: one event, or several where one press said several things.
  events: readonly string[];
  // Local time, "09:02".
  at: string;
}

// What everybody who passes by may see.
export interface WelcomeNow {
  // Civil day and local time of the centre.
  day: string;
  time: string;
  network: boolean;
  allSent: boolean;
  clockUncertain: boolean;
  // Nothing can be saved now.
  full: boolean;
  // Empty: no coach has opened one.
  pictureList: readonly PersonCard[];
}

export interface Asked {
  who: Credential;
  // Chosen on the welcome screen.
  language: LanguageCode | null;
  practice: boolean;
  // A coach's own, beside their badge.
  pin?: string;
}

export interface Forgotten {
  day: string;
  since: string;
  // By rule.
  until: string;
}

export interface Welcomed {
  granted: Granted;
  // For the coach's screens, which make calls of their own.
  ticket: string;
  // Nobody is known to hold this badge.
  me: PersonCard | null;
  language: LanguageCode | null;
  coach: boolean;
  graduate: boolean;
  arrived: Saved | null;
  hereSince: string | undefined;
  openVisits: readonly PlannedVisit[];
  forgotten: Forgotten | null;
  excusedUntilBetter: boolean;
}

export type Greeted =
  | { as: 'welcomed'; guest: Welcomed }
  // Too many PINs were tried: nothing was looked at.
  | { as: 'wait'; seconds: number }
  | { as: 'wrongPin' }
  // A coach's badge.
  | { as: 'asksPin' }
  | { as: 'nobody' };

// What concerns the ticket's holder alone.
export interface Mine {
  companions: readonly PersonCard[];
  visits: readonly PlannedVisit[];
  help: readonly HelpWritten[];
}

export interface HelpSaid {
  // Of the ticket's holder.
  side: 'gave' | 'got';
  other: string;
  subject: HelpSubject;
  minutes: number;
}

export interface Card {
  resident: string;
  visits: readonly PlannedVisit[];
}

// What the holder of a ticket may ask and say.
export interface Granted {
  leave(): Promise<void>;
  undo(saved: Saved): Promise<void>;
  chooseLanguage(code: LanguageCode): Promise<void>;
  mine(): Promise<Mine>;
  days(first: string, last: string): Promise<DaysOfMine>;

  come(): Promise<Saved>;
  go(): Promise<Saved>;
  logHelp(help: HelpSaid): Promise<Saved>;
  denyHelp(event: string): Promise<Saved>;
  cantCome(absence: Absence): Promise<Saved>;
  better(): Promise<Saved>;
  contest(words: ContestWords): Promise<Saved>;
  // When they left on a day on which they forgot to say so: local time.
  sayWhenLeft(day: string, time: string): Promise<Saved>;
  aftercare(question: 'work' | 'study', yes: boolean): Promise<Saved>;

  // Null: it is no resident's card.
  readCard(text: string): Promise<Card | null>;
  startVisit(visit: PlannedVisit): Promise<Saved>;
  // Ends an open visit, or writes up one that is over.
  visitDone(visit: PlannedVisit, done: VisitDone): Promise<Saved>;
  confirmVisit(event: string, by: Confirmation): Promise<Saved>;
  helpInReturn(resident: string, subject: ReturnSubject, minutes: number): Promise<Saved>;
  // Null: nobody is known; a coach is asked.
  whomToPhone(resident: string): Promise<{ name: string; phone: string } | null>;
}

// A sound as the browser decodes it.
export interface SoundBytes {
  type: string;
  bytes: Uint8Array<ArrayBuffer>;
}

export interface RecordedPhrase {
  phrase: string;
  language: string;
  // Another event: another sound.
  event: string;
}

export interface Kiosk {
  welcome(): Promise<WelcomeNow>;
  greet(asked: Asked): Promise<Greeted>;
  comeWithoutBadge(symbol: SymbolName, practice: boolean): Promise<Saved>;
  // Nobody was greeted, so there is no ticket to take it back with.
  takeBackWithoutBadge(saved: Saved): Promise<void>;
  recordedPhrases(): Promise<readonly RecordedPhrase[]>;
  recordedPhrase(phrase: string, language: string): Promise<SoundBytes>;
}

// Why the kiosk could not do it, as a screen tells it. "over": the ticket is; somebody was away too long, or somebody else came.
export class KioskTrouble extends Error {
  readonly trouble: Trouble | 'over';
  constructor(trouble: Trouble | 'over') {
    super(trouble);
    this.trouble = trouble;
  }
}
