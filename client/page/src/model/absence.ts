import type { IconName } from '@wijkboek/page/icons/icons.ts';
import type { MessageKey } from '../words/messages.ts';
import type { Tint } from './symbols.ts';

// The reasons that a participant may choose. A coach has two more, which would count against somebody who gives them about themselves.
export const ownReasons = ['sick', 'childcare', 'appointment', 'work', 'moved', 'other'] as const;
export type OwnReason = (typeof ownReasons)[number];

export const reasonPictures: Record<OwnReason, { icon: IconName; tint: Tint; say: MessageKey }> = {
  sick: { icon: 'bed', tint: 'plum', say: 'reason.sick' },
  childcare: { icon: 'baby-carriage', tint: 'peach', say: 'reason.childcare' },
  appointment: { icon: 'calendar-event', tint: 'sky', say: 'reason.appointment' },
  work: { icon: 'briefcase', tint: 'sun', say: 'reason.work' },
  moved: { icon: 'truck', tint: 'sage', say: 'reason.moved' },
  other: { icon: 'dots', tint: 'plum', say: 'common.other' },
};

// A day that somebody may choose, and whether anything is planned on it for them.
export interface PlannedDay {
  day: string;
  // "09:00", of the first session; null: none that day; absent: not known here.
  start?: string | null | undefined;
}

export interface Absence {
  // Civil days in spans; or until better.
  spans: readonly { first: string; last: string }[];
  untilBetter: boolean;
  reason: OwnReason;
}
