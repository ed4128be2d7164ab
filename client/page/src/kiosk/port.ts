import type { OwnReason } from '../model/absence.ts';
import type { PersonCard } from '../model/people.ts';
import type { SymbolName } from '../model/symbols.ts';
import type { MyPageModel } from '../model/week.ts';
import type { Trouble } from '../model/trouble.ts';

// What the page asks of the kiosk's daemon. A screen says "saved" only when one of these has answered.

// How somebody said who they are. It lives as long as their visit to the kiosk and is kept nowhere else.
export type Credential = { badge: string } | { qr: string } | { pin: string };

export interface Saved {
  event: string;
  // Local time, "09:02".
  at: string;
  // The kiosk does not know the badge yet, and has saved it all the same.
  unknown: boolean;
}

export interface KioskState {
  network: boolean;
  unsent: number;
  clockUncertain: boolean;
}

export interface Known {
  me: PersonCard;
  hereSince: string | undefined;
  sick: boolean;
}

export interface Absence {
  // Civil days in spans; or until better.
  spans: readonly { first: string; last: string }[];
  untilBetter: boolean;
  reason: OwnReason;
}

export interface Kiosk {
  state(): Promise<KioskState>;
  know(who: Credential): Promise<Known>;
  come(who: Credential): Promise<Saved>;
  leave(who: Credential): Promise<Saved>;
  comeWithoutBadge(symbol: SymbolName): Promise<Saved>;
  undo(event: string): Promise<void>;
  page(who: Credential): Promise<MyPageModel>;
  contest(who: Credential, day: string): Promise<Saved>;
  cantCome(who: Credential, absence: Absence): Promise<Saved>;
  better(who: Credential): Promise<Saved>;
}

// Why the kiosk could not do it, as a screen tells it.
export class KioskTrouble extends Error {
  readonly trouble: Trouble;
  constructor(trouble: Trouble) {
    super(trouble);
    this.trouble = trouble;
  }
}
