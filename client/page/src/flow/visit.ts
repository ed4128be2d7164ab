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
  | 'return'
  | 'ready';

export type ConfirmedBy = 'signature' | 'card' | 'nobody' | { carer: string };

export interface VisitAnswers {
  visit: PlannedVisit | null;
  // Minutes since midnight; null: now.
  start: number | null;
  end: number | null;
  outcome: VisitOutcome | null;
  tasks: ReadonlySet<VisitTask>;
  confirmed: ConfirmedBy | null;
  inReturn: ReturnSubject | null;
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

export function resumeVisit(visit: PlannedVisit): VisitFlow {
  return begin('end', { ...nothingYet, visit });
}

export type VisitEvent =
  | { type: 'whom'; visit: PlannedVisit }
  | { type: 'now' }
  | { type: 'other' }
  | { type: 'time'; minutes: number }
  | { type: 'outcome'; outcome: VisitOutcome }
  | { type: 'phoned' }
  | { type: 'task'; task: VisitTask }
  | { type: 'ready' }
  | { type: 'sign' }
  | { type: 'confirmed'; by: ConfirmedBy }
  | { type: 'return'; subject: ReturnSubject | null };

export function stepVisit(flow: VisitFlow, event: VisitEvent): VisitFlow {
  const { step, answers } = flow;
  switch (event.type) {
    case 'whom':
      return step === 'whom' ? onward(flow, 'start', { visit: event.visit }) : flow;
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
    case 'sign':
      return step === 'confirm' ? onward(flow, 'signature', {}) : flow;
    case 'confirmed':
      return step === 'confirm' || step === 'signature' ? onward(flow, 'return', { confirmed: event.by }) : flow;
    case 'return':
      return step === 'return' ? onward(flow, 'ready', { inReturn: event.subject }) : flow;
  }
}

// Nobody at home, or rather not: there were no tasks, and there is nothing to confirm.
const afterOutcome: Record<VisitOutcome, VisitStep> = {
  done: 'tasks',
  worried: 'worried',
  notAtHome: 'ready',
  refused: 'ready',
};
