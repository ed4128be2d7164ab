import type { PlannedVisit, ReturnSubject, VisitOutcome, VisitTask } from '../model/visits.ts';
import { begin, onward, type Steps } from './steps.ts';

// A home visit, from "whom" to what the resident helped with in return. An open visit begins at its end.
export type VisitStep =
  | 'whom'
  | 'start'
  | 'startTime'
  // Saved at once: somebody goes now.
  | 'started'
  | 'end'
  | 'endTime'
  | 'outcome'
  | 'worried'
  | 'tasks'
  | 'confirm'
  | 'signature'
  | 'card'
  | 'carer'
  | 'return'
  | 'returnMinutes'
  | 'ready';

// What is drawn for a signature is kept by whoever draws it.
export type ConfirmedBy = 'signature' | 'nobody' | { card: string } | { carer: string };

export interface VisitAnswers {
  visit: PlannedVisit | null;
  // Minutes since midnight; null: now.
  start: number | null;
  end: number | null;
  outcome: VisitOutcome | null;
  tasks: ReadonlySet<VisitTask>;
  confirmed: ConfirmedBy | null;
  inReturn: { subject: ReturnSubject; minutes: number | null } | null;
}
export type VisitFlow = Steps<VisitStep, VisitAnswers>;

const nothingYet: VisitAnswers = {
  visit: null,
  start: null,
  end: null,
  outcome: null,
  tasks: new Set(),
  confirmed: null,
  inReturn: null,
};

export const startVisit: VisitFlow = begin('whom', nothingYet);

// A visit of another day did not end just now.
const endOf = (visit: PlannedVisit, today: string): VisitStep => (visit.day === today ? 'end' : 'endTime');

export function resumeVisit(visit: PlannedVisit, today: string): VisitFlow {
  return begin(endOf(visit, today), { ...nothingYet, visit });
}

export type VisitEvent =
  | { type: 'whom'; visit: PlannedVisit; today: string }
  | { type: 'now' }
  | { type: 'other' }
  | { type: 'time'; minutes: number }
  | { type: 'outcome'; outcome: VisitOutcome }
  | { type: 'phoned' }
  | { type: 'task'; task: VisitTask }
  | { type: 'ready' }
  | { type: 'how'; by: 'signature' | 'card' | 'carer' }
  | { type: 'confirmed'; by: ConfirmedBy }
  | { type: 'return'; subject: ReturnSubject | null }
  | { type: 'returnMinutes'; minutes: number };

export function stepVisit(flow: VisitFlow, event: VisitEvent): VisitFlow {
  const { step, answers } = flow;
  switch (event.type) {
    case 'whom':
      if (step !== 'whom') return flow;
      return onward(flow, event.visit.open ? endOf(event.visit, event.today) : 'start', { visit: event.visit });
    case 'now':
      if (step === 'start') return onward(flow, 'started', { start: null });
      return step === 'end' ? onward(flow, 'outcome', { end: null }) : flow;
    case 'other':
      if (step === 'start') return onward(flow, 'startTime', {});
      return step === 'end' ? onward(flow, 'endTime', {}) : flow;
    case 'time':
      if (step === 'startTime') return onward(flow, 'endTime', { start: event.minutes });
      // A visit ends after it began.
      if (step === 'endTime' && (answers.start === null || event.minutes > answers.start)) {
        return onward(flow, 'outcome', { end: event.minutes });
      }
      return flow;
    case 'outcome':
      if (step !== 'outcome') return flow;
      return onward(flow, afterOutcome[event.outcome], { outcome: event.outcome });
    case 'phoned':
      return step === 'worried' ? onward(flow, 'tasks', {}) : flow;
    case 'task': {
      if (step !== 'tasks') return flow;
      const tasks = new Set(answers.tasks);
      if (!tasks.delete(event.task)) tasks.add(event.task);
      return { ...flow, answers: { ...answers, tasks } };
    }
    case 'ready':
      return step === 'tasks' && answers.tasks.size > 0 ? onward(flow, 'confirm', {}) : flow;
    case 'how':
      // Who cannot draw holds up the card after all.
      return step === 'confirm' || (step === 'signature' && event.by === 'card') ? onward(flow, event.by, {}) : flow;
    case 'confirmed':
      return confirming.includes(step) ? onward(flow, 'return', { confirmed: event.by }) : flow;
    case 'return':
      if (step !== 'return') return flow;
      return event.subject === null
        ? onward(flow, 'ready', { inReturn: null })
        : onward(flow, 'returnMinutes', { inReturn: { subject: event.subject, minutes: null } });
    case 'returnMinutes':
      return step === 'returnMinutes' && answers.inReturn
        ? onward(flow, 'ready', { inReturn: { ...answers.inReturn, minutes: event.minutes } })
        : flow;
  }
}

const confirming: readonly VisitStep[] = ['confirm', 'signature', 'card', 'carer'];

// Nobody at home, or rather not: there were no tasks, and there is nothing to confirm.
const afterOutcome: Record<VisitOutcome, VisitStep> = {
  done: 'tasks',
  worried: 'worried',
  notAtHome: 'ready',
  refused: 'ready',
};
