import type { PersonCard } from '../../model/people.ts';

// Where a no-show case stands, by the daemon's words; one that this page does not know yet is shown as it is.
export const caseStages = ['call', 'open', 'heard', 'sent', 'accounted', 'retracted', 'retraction acknowledged'] as const;
export type CaseStage = (typeof caseStages)[number];

// A no-show case that waits for a coach here.
export interface CallCase {
  id: string;
  who: PersonCard;
  // BCP 47; empty: nobody chose one.
  language: string;
  days: readonly string[];
  stage: CaseStage | 'other';
  // As the daemon words it.
  stageSaid: string;
}

export const caseResults = ['accepted', 'warning', 'sanction', 'other'] as const;
export type CaseResult = (typeof caseResults)[number];

// What happens to a case next.
export type CaseStep =
  | { kind: 'heard'; text: string; language: string; interpreter: boolean }
  | { kind: 'sent' }
  | { kind: 'accounted'; result: CaseResult }
  | { kind: 'retraction'; sanctionUndone: boolean };

// One that is being written down.
export interface OpenCase {
  id: string;
  text: string;
  language: string;
  interpreter: boolean;
}
