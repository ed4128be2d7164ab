import type { IconName } from '@wijkboek/page/icons/icons.ts';
import type { MessageKey } from '../words/messages.ts';
import type { ResidentPicture } from './residents.ts';
import type { Tint } from './symbols.ts';

// A visit of this participant. Residents are known to participants by a picture; their name is not here.
export interface PlannedVisit {
  // Empty: nobody planned it.
  visit: string;
  resident: string;
  picture: ResidentPicture;
  // Civil day, and local time "14:00"; the time is empty where nobody planned it.
  day: string;
  start: string;
  // Somebody went, and nobody has said when they came back.
  open: boolean;
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

// How a visit went. Minutes since midnight of its day.
export interface VisitDone {
  // Null: it was started here.
  start: number | null;
  // Null: now.
  end: number | null;
  outcome: VisitOutcome;
  tasks: ReadonlySet<VisitTask>;
}

// Who says that the visit took place.
export type Confirmation =
  | { by: 'signature'; png: Uint8Array<ArrayBuffer> }
  | { by: 'card'; text: string }
  | { by: 'carer'; name: string };

// What the resident helped with in return.
export const returnSubjects = ['language', 'arithmetic', 'other'] as const;
export type ReturnSubject = (typeof returnSubjects)[number];
