import type { OwnReason } from '../model/absence.ts';
import { begin, onward, type Steps } from './steps.ts';

// When somebody can't come, and why.
export type CantComeStep = 'when' | 'days' | 'why' | 'ready';
export interface CantComeAnswers {
  days: ReadonlySet<string>;
  untilBetter: boolean;
  reason: OwnReason | null;
}
export type CantComeFlow = Steps<CantComeStep, CantComeAnswers>;

export const startCantCome: CantComeFlow = begin('when', { days: new Set(), untilBetter: false, reason: null });

export type CantComeEvent =
  | { type: 'day'; day: string }
  | { type: 'otherDay' }
  | { type: 'untilBetter' }
  | { type: 'toggle'; day: string }
  | { type: 'ready' }
  | { type: 'reason'; reason: OwnReason };

export function stepCantCome(flow: CantComeFlow, event: CantComeEvent): CantComeFlow {
  const { step, answers } = flow;
  switch (event.type) {
    case 'day':
      return step === 'when' ? onward(flow, 'why', { days: new Set([event.day]), untilBetter: false }) : flow;
    case 'otherDay':
      return step === 'when' ? onward(flow, 'days', { days: new Set(), untilBetter: false }) : flow;
    // "Until better" says the reason.
    case 'untilBetter':
      return step === 'when' ? onward(flow, 'ready', { days: new Set(), untilBetter: true, reason: 'sick' }) : flow;
    case 'toggle': {
      if (step !== 'days') return flow;
      const days = new Set(answers.days);
      if (!days.delete(event.day)) days.add(event.day);
      return { ...flow, answers: { ...answers, days } };
    }
    case 'ready':
      return step === 'days' && answers.days.size > 0 ? onward(flow, 'why', {}) : flow;
    case 'reason':
      return step === 'why' ? onward(flow, 'ready', { reason: event.reason }) : flow;
  }
}

// Days that follow each other become one span, so that a week is one excuse.
export function spans(days: ReadonlySet<string>, nextDay: (day: string) => string): readonly { first: string; last: string }[] {
  const made: { first: string; last: string }[] = [];
  for (const day of [...days].sort()) {
    const before = made.at(-1);
    if (before && nextDay(before.last) === day) before.last = day;
    else made.push({ first: day, last: day });
  }
  return made;
}
