import type { MessageInitShape } from '@bufbuild/protobuf';
import type {
  CorrectPresenceRequestSchema,
  EndVisitRequestSchema,
  ExcuseRequestSchema,
  LogVisitRequestSchema,
  WhoSchema,
} from '../../../generated/wijkboek/v1/kiosk_pb.ts';
import type { CaseChangeSchema, DecisionSchema } from '../../../generated/wijkboek/v1/settling_pb.ts';
import type { VisitEnd, VisitEntry } from '../model/forms.ts';
import type { CaseStep } from '../model/calls.ts';
import type { Settling } from '../model/discrepancies.ts';
import type { Mark } from '../model/marks.ts';
import type { CoachExcuse, Correction } from '../model/person.ts';
import { absenceReasons, caseResultsSent, correctionReasonsSent, markStatuses, outcomesSent, tasksSent } from './enums.ts';
import type { NewCredential } from './port.ts';

// What the screens hand over, as the daemon takes it.

type Init<Schema extends Parameters<typeof import('@bufbuild/protobuf').create>[0]> = Exclude<MessageInitShape<Schema>, { $typeName: string }>;

export const person = (id: string): Init<typeof WhoSchema> => ({ who: { case: 'person', value: id } });

export const ticketOf = (ticket: string): Init<typeof WhoSchema> => ({ who: { case: 'ticket', value: ticket } });

export function credential(given: NewCredential): Init<typeof WhoSchema> {
  if ('badge' in given) return { who: { case: 'badge', value: given.badge } };
  if ('qr' in given) return { who: { case: 'qr', value: given.qr } };
  if ('number' in given) return { who: { case: 'number', value: given.number } };
  return { who: { case: 'pin', value: given.pin } };
}

export function excuse({ scope, lastDay, calledAt, reason }: CoachExcuse, today: string): Init<typeof ExcuseRequestSchema> {
  return {
    ...(reason && { reason: absenceReasons[reason] }),
    firstDay: today,
    lastDay: scope === 'days' ? lastDay : scope === 'today' ? today : '',
    untilBetter: scope === 'untilBetter',
    calledAt: calledAt && `${today}T${calledAt}`,
  };
}

export function correction({ day, start, end, didNotHappen, reason, note }: Correction): Init<typeof CorrectPresenceRequestSchema> {
  return { start: `${day}T${start}`, end: `${day}T${end}`, didNotHappen, reason: correctionReasonsSent[reason], note };
}

export function visitLog(visit: VisitEntry): Init<typeof LogVisitRequestSchema> {
  return {
    participants: visit.participants.map(person),
    residents: visit.resident ? [visit.resident] : [],
    start: `${visit.day}T${visit.start}`,
    end: `${visit.day}T${visit.end}`,
    ...(visit.outcome && { outcome: outcomesSent[visit.outcome] }),
    tasks: visit.tasks.map((task) => tasksSent[task]),
    note: visit.note,
    visit: visit.visit,
  };
}

export function visitEnd(end: VisitEnd): Init<typeof EndVisitRequestSchema> {
  return {
    participants: end.participants.map(person),
    residents: [...end.residents],
    visit: end.visit,
    end: end.end && `${end.day}T${end.end}`,
    ...(end.outcome && { outcome: outcomesSent[end.outcome] }),
    tasks: end.tasks.map((task) => tasksSent[task]),
  };
}

export function decision({ way, value, note }: Settling): Init<typeof DecisionSchema> {
  switch (way) {
    case 'accept':
      return { value: { case: 'accept', value: true }, note };
    case 'reject':
      return { value: { case: 'accept', value: false }, note };
    case 'status':
      return { value: { case: 'status', value: markStatuses[value as Mark] }, note };
    case 'minutes':
      return { value: { case: 'minutes', value: Number(value) }, note };
    default:
      return { value: { case: way, value }, note };
  }
}

export function caseChange(id: string, step: CaseStep): Init<typeof CaseChangeSchema> {
  switch (step.kind) {
    case 'heard':
      return { case: id, change: { case: 'heard', value: { text: step.text, language: step.language, interpreter: step.interpreter } } };
    case 'sent':
      return { case: id, change: { case: 'sent', value: true } };
    case 'accounted':
      return { case: id, change: { case: 'accounted', value: caseResultsSent[step.result] } };
    case 'retraction':
      return { case: id, change: { case: 'retraction', value: { sanctionUndone: step.sanctionUndone } } };
  }
}
