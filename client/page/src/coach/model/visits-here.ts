import type { VisitOutcome, VisitTask } from '../../model/visits.ts';
import type { PersonCard } from '../../model/people.ts';

// A visit of this centre: planned, open or done.
export interface VisitHere {
  visit: string;
  day: string;
  start: string;
  // Empty while it is open.
  end: string;
  state: 'planned' | 'open' | 'done';
  participants: readonly PersonCard[];
  residents: readonly PersonCard[];
  // "unknown": one that this page does not know yet; null: nobody said.
  outcome: VisitOutcome | 'unknown' | null;
  tasks: readonly (VisitTask | 'unknown')[];
  // An event of it, for confirming it and taking it back.
  event: string;
}

export interface Resident extends PersonCard {
  // What their paper card says, as a QR code.
  card: string;
}

// Who used the kiosk without a badge.
export interface Unowned {
  event: string;
  at: string;
  picture: string;
}

export interface VisitPlan {
  participants: readonly string[];
  residents: readonly string[];
  day: string;
  start: string;
  end: string;
}

export function planIsWhole(plan: VisitPlan): boolean {
  return plan.participants.length > 0 && plan.residents.length > 0 && plan.day !== '' && plan.start !== '' && plan.end > plan.start;
}

// Who says how it was.
export type Confirmed = { card: string } | { carer: string };

// Open ones first, for somebody may be waited for; then what is planned, then what is done.
const order: readonly VisitHere['state'][] = ['open', 'planned', 'done'];

export function sortVisits(visits: readonly VisitHere[]): readonly VisitHere[] {
  return [...visits].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state) || a.start.localeCompare(b.start));
}
