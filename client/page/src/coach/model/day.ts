import type { PersonCard } from '../../model/people.ts';
import type { Standing } from './board.ts';

// A day at this centre, as the daemon knows it.

export interface RowHere {
  who: PersonCard;
  standing: Standing;
  // Why it stands so, as the daemon words it.
  why: string;
  final: boolean;
}

export interface SessionHere {
  session: string;
  title: string;
  day: string;
  start: string;
  end: string;
  cancelled: boolean;
  rows: readonly RowHere[];
  signedOff?: { by: string; at: string; changedSince: number } | undefined;
}

export interface DayHere {
  day: string;
  sessions: readonly SessionHere[];
  // Who is here without being expected at any session: a walk-in, somebody of another group.
  others: readonly { who: PersonCard; since: string }[];
}

// Civil.
export interface SessionTimes {
  day: string;
  start: string;
  end: string;
}

export function timesAreWhole({ day, start, end }: SessionTimes): boolean {
  return day !== '' && start !== '' && end > start;
}
