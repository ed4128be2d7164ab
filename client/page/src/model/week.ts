import type { State } from '@wijkboek/page/components/StateMark.svelte';
import type { MessageKey } from '../words/messages.ts';

// How one day of a participant's week went, in words that are for them. What is not known yet is said so; what a coach must look at is
// the coach's matter, not the participant's.
export const dayStates = ['present', 'late', 'visit', 'excused', 'absent', 'pending', 'coachLooks', 'coming', 'none'] as const;
export type DayState = (typeof dayStates)[number];

export const dayWords: Record<DayState, { mark: State; say: MessageKey }> = {
  present: { mark: 'present', say: 'day.present' },
  late: { mark: 'late', say: 'day.late' },
  visit: { mark: 'visit', say: 'day.visit' },
  excused: { mark: 'excused', say: 'day.excused' },
  absent: { mark: 'absent', say: 'day.absent' },
  pending: { mark: 'unknown', say: 'day.pending' },
  coachLooks: { mark: 'pending', say: 'done.coachLooks' },
  coming: { mark: 'coming', say: 'day.coming' },
  none: { mark: 'none', say: 'day.none' },
};

export interface WeekDay {
  day: string;
  state: DayState;
}

export interface MyPageModel {
  // Whole hours since the enrolment began, those that wait for a coach, and the target; 0: none is set.
  hours: number;
  hoursWaiting: number;
  hoursTarget: number;
  week: readonly WeekDay[];
  helpGivenMinutes: number;
  helpReceivedMinutes: number;
  next?: { day: string; start: string; title: string } | undefined;
}
