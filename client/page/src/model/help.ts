import type { IconName } from '@wijkboek/page/icons/icons.ts';
import type { MessageKey } from '../words/messages.ts';
import type { PersonCard } from './people.ts';
import type { Tint } from './symbols.ts';

// Subjects of buddy help, by the codes of the reference data.
export const helpSubjects = ['language', 'arithmetic', 'computer', 'kitchen', 'papers', 'way', 'care', 'other'] as const;
export type HelpSubject = (typeof helpSubjects)[number];

export const subjectPictures: Record<HelpSubject, { icon: IconName; tint: Tint; say: MessageKey }> = {
  language: { icon: 'messages', tint: 'sage', say: 'subject.language' },
  arithmetic: { icon: 'math', tint: 'sky', say: 'subject.arithmetic' },
  computer: { icon: 'device-laptop', tint: 'plum', say: 'subject.computer' },
  kitchen: { icon: 'tools-kitchen-2', tint: 'peach', say: 'subject.kitchen' },
  papers: { icon: 'file-text', tint: 'sun', say: 'subject.papers' },
  way: { icon: 'map-pin', tint: 'sage', say: 'subject.way' },
  care: { icon: 'stethoscope', tint: 'sky', say: 'subject.care' },
  other: { icon: 'dots', tint: 'plum', say: 'common.other' },
};

export const helpMinutes = [15, 30, 45, 60, 90, 120] as const;

// What somebody else wrote down about help with this participant, and what can be said not to have happened.
export interface HelpWritten {
  event: string;
  other: PersonCard;
  helper: 'I' | 'other';
  subject: HelpSubject;
  minutes: number;
  // Civil day.
  day: string;
}
