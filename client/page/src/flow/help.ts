import type { HelpSubject } from '../model/help.ts';
import { begin, onward, type Steps } from './steps.ts';

// Who helped whom, with what, how long; or what did not happen.
export type HelpStep = 'what' | 'who' | 'subject' | 'minutes' | 'deny' | 'ready';
export interface HelpAnswers {
  side: 'gave' | 'got' | null;
  other: string | null;
  subject: HelpSubject | null;
  minutes: number | null;
  // The event that is said not to have happened.
  denied: string | null;
}
export type HelpFlow = Steps<HelpStep, HelpAnswers>;

export const startHelp: HelpFlow = begin('what', { side: null, other: null, subject: null, minutes: null, denied: null });

export type HelpEvent =
  | { type: 'side'; side: 'gave' | 'got' }
  | { type: 'deny' }
  | { type: 'who'; person: string }
  | { type: 'subject'; subject: HelpSubject }
  | { type: 'minutes'; minutes: number }
  | { type: 'denied'; event: string };

// An answer to another question than the one that is asked changes nothing: two quick taps never skip a screen.
export function stepHelp(flow: HelpFlow, event: HelpEvent): HelpFlow {
  switch (event.type) {
    case 'side':
      return flow.step === 'what' ? onward(flow, 'who', { side: event.side, denied: null }) : flow;
    case 'deny':
      return flow.step === 'what' ? onward(flow, 'deny', { side: null }) : flow;
    case 'who':
      return flow.step === 'who' ? onward(flow, 'subject', { other: event.person }) : flow;
    case 'subject':
      return flow.step === 'subject' ? onward(flow, 'minutes', { subject: event.subject }) : flow;
    case 'minutes':
      return flow.step === 'minutes' ? onward(flow, 'ready', { minutes: event.minutes }) : flow;
    case 'denied':
      return flow.step === 'deny' ? onward(flow, 'ready', { denied: event.event }) : flow;
  }
}
