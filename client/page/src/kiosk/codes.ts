import { AbsenceReason, VisitOutcome as OutcomeCode, VisitTask as TaskCode } from '../../generated/wijkboek/v1/sealed_pb.ts';
import type { OwnReason } from '../model/absence.ts';
import type { ContestReason } from '../model/contest.ts';
import type { VisitOutcome, VisitTask } from '../model/visits.ts';

// The page's pictures as the protocol names them.

export const reasons: Record<OwnReason, AbsenceReason> = {
  sick: AbsenceReason.SICK,
  childcare: AbsenceReason.CHILDCARE,
  appointment: AbsenceReason.APPOINTMENT,
  work: AbsenceReason.WORK,
  moved: AbsenceReason.MOVED,
  other: AbsenceReason.OTHER,
};

export const outcomes: Record<VisitOutcome, OutcomeCode> = {
  done: OutcomeCode.DONE,
  notAtHome: OutcomeCode.NOT_AT_HOME,
  refused: OutcomeCode.REFUSED,
  worried: OutcomeCode.WORRIED,
};

export const tasks: Record<VisitTask, TaskCode> = {
  shopping: TaskCode.SHOPPING,
  cooking: TaskCode.COOKING,
  cleaning: TaskCode.CLEANING,
  laundry: TaskCode.LAUNDRY,
  company: TaskCode.COMPANY,
  walk: TaskCode.WALK,
  goingAlong: TaskCode.GOING_ALONG,
  administration: TaskCode.ADMINISTRATION,
  childcare: TaskCode.CHILDCARE,
  garden: TaskCode.GARDEN,
  smallRepairs: TaskCode.SMALL_REPAIRS,
  other: TaskCode.OTHER,
};

export const contestCodes: Record<ContestReason, string> = {
  wasHere: 'was_here',
  wasSick: 'was_sick',
  wasOnVisit: 'was_on_visit',
  toldYou: 'told_you',
};
