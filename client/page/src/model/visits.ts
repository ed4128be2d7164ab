import type { IconName } from '@wijkboek/page/icons/icons.ts';
import type { MessageKey } from '../words/messages.ts';
import type { SymbolName, Tint } from './symbols.ts';

// A visit that is planned for this participant. Residents are known to participants by a symbol; their name is not here.
export interface PlannedVisit {
  visit: string;
  resident: string;
  symbol: SymbolName;
  // Local time "14:00".
  start: string;
}

export const visitOutcomes = ['done', 'notAtHome', 'refused', 'worried'] as const;
export type VisitOutcome = (typeof visitOutcomes)[number];

export const outcomePictures: Record<VisitOutcome, { icon: IconName; tint: Tint; say: MessageKey }> = {
  done: { icon: 'mood-smile', tint: 'sage', say: 'outcome.done' },
  notAtHome: { icon: 'home-question', tint: 'sky', say: 'outcome.notAtHome' },
  refused: { icon: 'hand-stop', tint: 'plum', say: 'outcome.refused' },
  worried: { icon: 'phone', tint: 'peach', say: 'outcome.worried' },
};

export const visitTasks = [
  'shopping',
  'cooking',
  'cleaning',
  'laundry',
  'company',
  'walk',
  'goingAlong',
  'administration',
  'childcare',
  'garden',
  'smallRepairs',
  'other',
] as const;
export type VisitTask = (typeof visitTasks)[number];

export const taskPictures: Record<VisitTask, { icon: IconName; tint: Tint; say: MessageKey }> = {
  shopping: { icon: 'shopping-cart', tint: 'sun', say: 'task.shopping' },
  cooking: { icon: 'tools-kitchen-2', tint: 'peach', say: 'task.cooking' },
  cleaning: { icon: 'bucket', tint: 'sky', say: 'task.cleaning' },
  laundry: { icon: 'wash-machine', tint: 'sage', say: 'task.laundry' },
  company: { icon: 'mug', tint: 'plum', say: 'task.company' },
  walk: { icon: 'walk', tint: 'sage', say: 'task.walk' },
  goingAlong: { icon: 'friends', tint: 'sky', say: 'task.goingAlong' },
  administration: { icon: 'file-text', tint: 'sun', say: 'task.administration' },
  childcare: { icon: 'baby-carriage', tint: 'peach', say: 'task.childcare' },
  garden: { icon: 'plant', tint: 'sage', say: 'task.garden' },
  smallRepairs: { icon: 'tool', tint: 'sky', say: 'task.smallRepairs' },
  other: { icon: 'dots', tint: 'plum', say: 'common.other' },
};

// Who says that the visit took place.
export type Confirmation =
  | { by: 'signature'; png: Blob }
  | { by: 'card' }
  | { by: 'carer'; person: string }
  | { by: 'nobody' };

// What the resident helped with in return.
export const returnSubjects = ['language', 'arithmetic', 'other'] as const;
export type ReturnSubject = (typeof returnSubjects)[number];
