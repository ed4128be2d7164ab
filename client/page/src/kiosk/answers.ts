import { Code, ConnectError } from '@connectrpc/connect';
import { parseTime } from '@wijkboek/page/i18n/civil.ts';
import type { Companion, PlannedVisit as VisitMessage } from '../../generated/wijkboek/v1/kiosk_page_pb.ts';
import type { Saved as SavedMessage } from '../../generated/wijkboek/v1/kiosk_pb.ts';
import type { PersonCard } from '../model/people.ts';
import { residentPicture } from '../model/residents.ts';
import type { PlannedVisit } from '../model/visits.ts';
import { KioskTrouble, type Saved } from './port.ts';

// What the daemon's answers mean for the page, and what it means when there is none.

// No answer came: nobody can say from here what became of the call.
const lost: ReadonlySet<Code> = new Set([Code.DeadlineExceeded, Code.Canceled, Code.Unknown, Code.Internal]);

function troubleOf(error: unknown, lostMeans: 'restarting' | 'unsure', overMeans: 'over' | 'unsure'): KioskTrouble {
  const { code } = ConnectError.from(error);
  if (lost.has(code)) return new KioskTrouble(lostMeans);
  switch (code) {
    case Code.Unauthenticated:
      return new KioskTrouble(overMeans);
    case Code.ResourceExhausted:
      return new KioskTrouble('noDisk');
    case Code.Unavailable:
      return new KioskTrouble('restarting');
    default:
      return new KioskTrouble('askCoach');
  }
}

// A question may be asked again.
export async function asking<Answer>(answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    throw troubleOf(error, 'restarting', 'over');
  }
}

// What is to be saved is never sent again by the page. Where no answer came it may have been saved or not: whoever said it is asked to be
// greeted again, sees what the daemon knows now, and decides.
export async function saving(answer: Promise<{ saved?: SavedMessage | undefined }>): Promise<Saved> {
  let message: SavedMessage | undefined;
  try {
    message = (await answer).saved;
  } catch (error) {
    throw troubleOf(error, 'unsure', 'unsure');
  }
  // An answer without it would be no promise.
  if (!message) throw new KioskTrouble('unsure');
  return { events: [message.event], at: message.at };
}

export function isCode(error: unknown, ...codes: readonly Code[]): boolean {
  return error instanceof ConnectError && codes.includes(error.code);
}

export const personCard = ({ person, name }: Companion): PersonCard => ({ person, name });

export const plannedVisit = (visit: VisitMessage): PlannedVisit => ({
  visit: visit.visit,
  resident: visit.resident,
  picture: residentPicture(visit.resident),
  day: visit.day,
  start: visit.start,
  open: visit.open,
});

// "2026-03-03T10:05" of a day and minutes since its midnight.
export function civil(day: string, minutes: number): string {
  const two = (n: number) => String(n).padStart(2, '0');
  return `${day}T${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

export const civilOf = (day: string, time: string): string => civil(day, parseTime(time));
