import type { CoachKey } from '../words.ts';

// Something that a person must look at, as the daemon tells it.
export interface Discrepancy {
  id: string;
  // The kind as the rules name it: "forgotten_check_out".
  kind: string;
  people: string;
  day: string;
  ageDays: number;
  said: readonly { what: string; who: string; where: string; at: string; strength: 'own' | 'coach' | 'tile' }[];
  suggestion?: string | undefined;
  settler: string;
  ways: readonly Way[];
}

export const ways = ['accept', 'reject', 'start', 'end', 'time', 'status', 'minutes', 'person'] as const;
export type Way = (typeof ways)[number];

// Ways that need something more than a press.
export const waysWithValue: ReadonlySet<Way> = new Set<Way>(['start', 'end', 'time', 'status', 'minutes', 'person']);

// One that is being settled.
export interface Settling {
  id: string;
  way: Way;
  value: string;
}

const known = {
  forgotten_check_out: 'sort.forgotten_check_out',
  visit_times_differ: 'sort.visit_times_differ',
  mark_against_presence: 'sort.mark_against_presence',
  help_denied: 'sort.help_denied',
  attendance_contested: 'sort.attendance_contested',
  unowned_check_in: 'sort.unowned_check_in',
} as const satisfies Record<string, CoachKey>;

// A kind that this page does not know yet is shown all the same; what was said tells what it is.
export function kindWords(kind: string): CoachKey {
  return kind in known ? known[kind as keyof typeof known] : 'sort.other';
}
