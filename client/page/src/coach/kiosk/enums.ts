import { CaseResult as CaseResultMessage } from '../../../generated/wijkboek/v1/cases_pb.ts';
import { CorrectionReason, MarkStatus } from '../../../generated/wijkboek/v1/presence_pb.ts';
import { AbsenceReason, VisitOutcome as OutcomeMessage, VisitTask as TaskMessage } from '../../../generated/wijkboek/v1/sealed_pb.ts';
import type { VisitOutcome, VisitTask } from '../../model/visits.ts';
import type { CaseResult } from '../model/calls.ts';
import type { Mark } from '../model/marks.ts';
import type { CoachReason, Correction } from '../model/person.ts';

// What the page calls things, and what the protocol does. Those that come back are read by the same tables, so the two cannot differ.

export const markStatuses: Record<Mark, MarkStatus> = {
  present: MarkStatus.PRESENT,
  late: MarkStatus.LATE,
  excused: MarkStatus.EXCUSED,
  absent: MarkStatus.ABSENT,
};

export const absenceReasons: Record<CoachReason, AbsenceReason> = {
  sick: AbsenceReason.SICK,
  childcare: AbsenceReason.CHILDCARE,
  appointment: AbsenceReason.APPOINTMENT,
  work: AbsenceReason.WORK,
  moved: AbsenceReason.MOVED,
  other: AbsenceReason.OTHER,
  language: AbsenceReason.LANGUAGE,
  motivation: AbsenceReason.MOTIVATION,
};

export const correctionReasonsSent: Record<Correction['reason'], CorrectionReason> = {
  forgotten: CorrectionReason.FORGOTTEN,
  wrongTap: CorrectionReason.WRONG_TAP,
  wrongPerson: CorrectionReason.WRONG_PERSON,
  kioskTrouble: CorrectionReason.KIOSK_TROUBLE,
  other: CorrectionReason.OTHER,
};

export const caseResultsSent: Record<CaseResult, CaseResultMessage> = {
  accepted: CaseResultMessage.ACCEPTED,
  warning: CaseResultMessage.WARNING,
  sanction: CaseResultMessage.SANCTION,
  other: CaseResultMessage.OTHER,
};

export const outcomesSent: Record<VisitOutcome, OutcomeMessage> = {
  done: OutcomeMessage.DONE,
  notAtHome: OutcomeMessage.NOT_AT_HOME,
  refused: OutcomeMessage.REFUSED,
  worried: OutcomeMessage.WORRIED,
};

export const tasksSent: Record<VisitTask, TaskMessage> = {
  shopping: TaskMessage.SHOPPING,
  cooking: TaskMessage.COOKING,
  cleaning: TaskMessage.CLEANING,
  laundry: TaskMessage.LAUNDRY,
  company: TaskMessage.COMPANY,
  walk: TaskMessage.WALK,
  goingAlong: TaskMessage.GOING_ALONG,
  administration: TaskMessage.ADMINISTRATION,
  childcare: TaskMessage.CHILDCARE,
  garden: TaskMessage.GARDEN,
  smallRepairs: TaskMessage.SMALL_REPAIRS,
  other: TaskMessage.OTHER,
};

function nameIn<Name extends string>(table: Readonly<Record<Name, number>>, value: number): Name | 'unknown' {
  return (Object.keys(table) as Name[]).find((name) => table[name] === value) ?? 'unknown';
}

export function outcomeOf(value: OutcomeMessage): VisitOutcome | 'unknown' | null {
  return value === OutcomeMessage.UNSPECIFIED ? null : nameIn(outcomesSent, value);
}

export const taskOf = (value: TaskMessage): VisitTask | 'unknown' => nameIn(tasksSent, value);
