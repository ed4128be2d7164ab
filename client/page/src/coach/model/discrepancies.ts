import type { CoachKey } from '../words.ts';

// Something that a person must look at, as the daemon tells it. Its words are the daemon's; daemon-words.ts puts them into the coach's.
export interface Discrepancy {
  id: string;
  // The kind as the rules name it: "forgotten_check_out".
  kind: string;
  people: readonly { person: string; name: string }[];
  day: string;
  session: string;
  what: string;
  detail: string;
  ageDays: number;
  said: readonly Said[];
  suggestion: string;
  settler: string;
  ways: readonly Way[];
  // Settlements that differ leave it open; all are shown.
  settlements: readonly { value: string; who: string; at: string }[];
}

export interface Said {
  what: string;
  who: string;
  where: string;
  // "2026-03-03 09:05"; empty: not known.
  at: string;
  event: string;
  // One that this page does not know yet stands as it is.
  strength: string;
}

export const ways = ['accept', 'reject', 'start', 'end', 'time', 'status', 'minutes', 'person'] as const;
// One that this page does not know yet cannot be chosen here, and stands as it is.
export type Way = (typeof ways)[number] | { unknown: string };
export type KnownWay = (typeof ways)[number];

// One that is being settled.
export interface Settling {
  id: string;
  way: KnownWay;
  value: string;
  note: string;
}

// The kinds that the rules name. What stands under another one's heading tells what it is.
const known = new Set<string>([
  'forgotten_check_out',
  'evidence_gap',
  'check_out_without_check_in',
  'seen_without_check_in',
  'two_places_at_once',
  'concurrent_correction',
  'correction_contradicted',
  'concurrent_mark',
  'mark_against_presence',
  'concurrent_session',
  'attendance_contested',
  'case_sent_unheard',
  'case_accounted_unsent',
  'case_stands_again',
  'concurrent_case_result',
  'possible_duplicate_visit',
  'visit_times_differ',
  'visit_people_differ',
  'visit_never_ended',
  'visit_too_long',
  'visit_in_future',
  'visit_end_not_after_start',
  'visit_end_without_start',
  'visit_denied',
  'at_centre_during_visit',
  'two_visits_at_once',
  'help_denied',
  'help_both_ways',
  'help_to_oneself',
  'help_claim_unanswered',
  'concurrent_detail',
  'concurrent_goal',
  'concurrent_grouping',
  'badge_in_two_hands',
  'unowned_check_in',
  'unknown_badge',
  'unknown_kind',
  'clock_uncertain',
  'makes_no_sense',
]);

// A kind that this page does not know yet is shown all the same; what was said tells what it is.
export function kindWords(kind: string): CoachKey {
  return known.has(kind) ? (`sort.${kind}` as CoachKey) : 'sort.other';
}

// Their contest, when it is one: its voice can be heard.
export function contestOf(item: Discrepancy): string | undefined {
  if (item.kind !== 'attendance_contested') return undefined;
  return item.said.find(({ what }) => /contest/.test(what))?.event;
}

// Where it begins: a time stands on the discrepancy's own day until somebody says otherwise. What has no certain time has no certain day either.
export function beginSettling(item: Discrepancy, way: KnownWay): Settling {
  const timed = way === 'start' || way === 'end' || way === 'time';
  const day = item.kind === 'clock_uncertain' ? '' : item.day;
  return { id: item.id, way, value: timed ? `${day}T` : '', note: '' };
}

export function settlingIsWhole({ way, value }: Settling): boolean {
  if (way === 'accept' || way === 'reject') return true;
  if (way === 'minutes') return /^[1-9]\d{0,3}$/.test(value.trim());
  if (way === 'status' || way === 'person') return value !== '';
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(value);
}

// What a way means depends on what is settled: to accept a contest is to say that the list is right, not the participant.
const wayWordsOf: Readonly<Record<string, CoachKey>> = {
  'attendance_contested accept': 'contest.stands',
  'concurrent_mark accept': 'sort.way.stands',
  'mark_against_presence accept': 'sort.way.wasThere',
  'seen_without_check_in accept': 'sort.way.wasThere',
  'two_places_at_once accept': 'sort.way.stands',
  'at_centre_during_visit accept': 'sort.way.stands',
  'correction_contradicted accept': 'sort.way.stands',
  'help_both_ways accept': 'sort.way.stands',
  'concurrent_correction accept': 'sort.way.stands',
  'concurrent_detail accept': 'sort.way.stands',
  'concurrent_grouping accept': 'sort.way.stands',
  'concurrent_session accept': 'sort.way.stands',
  'concurrent_case_result accept': 'sort.way.stands',
  'badge_in_two_hands accept': 'sort.way.stands',
  'case_sent_unheard accept': 'sort.way.stands',
  'case_accounted_unsent accept': 'sort.way.stands',
  'case_stands_again accept': 'sort.way.stands',
  'possible_duplicate_visit reject': 'sort.way.two',
  'unowned_check_in reject': 'sort.way.nobody',
  'unknown_badge reject': 'sort.way.nobody',
  'check_out_without_check_in reject': 'sort.way.nothing',
  'visit_end_without_start reject': 'sort.way.nothing',
  'visit_denied accept': 'sort.way.tookPlace',
  'visit_denied reject': 'sort.way.notTookPlace',
  'help_denied accept': 'sort.way.tookPlace',
  'help_denied reject': 'sort.way.notTookPlace',
};

export const wayWords = (kind: string, way: KnownWay): CoachKey => wayWordsOf[`${kind} ${way}`] ?? `sort.way.${way}`;
