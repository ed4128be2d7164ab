import type { CaseChange, CaseItem } from '../../generated/wijkboek/v1/settling_pb.ts';

// What comes next for a case, by its stage.
export type NextStep = 'hear' | 'send' | 'account' | 'acknowledge' | null;

export function nextStep(item: CaseItem): NextStep {
  if (item.retractionOpen) return 'acknowledge';
  switch (item.stage) {
    case 'call':
    case 'open':
      return 'hear';
    case 'heard':
      return 'send';
    case 'sent':
      return 'account';
    default:
      return null;
  }
}

// Before it is sent there is no letter.
export const hasLetter = (item: CaseItem): boolean => item.stage === 'sent' || item.stage === 'accounted' || item.steps.some((step) => step.stage === 'sent');

export type Change = CaseChange['change'];

// A tag of two or three letters, which a script or country may follow.
export const isLanguageTag = (text: string): boolean => /^[a-z]{2,3}(-[A-Za-z]{2,4})*$/.test(text);
