import type { IconName } from '@wijkboek/page/icons/icons.ts';
import type { MessageKey } from '../words/messages.ts';
import type { Tint } from './symbols.ts';

// "That is not right": what a participant says about a day, in pictures.
export const contestReasons = ['wasHere', 'wasSick', 'wasOnVisit', 'toldYou'] as const;
export type ContestReason = (typeof contestReasons)[number];

export const contestPictures: Record<ContestReason, { icon: IconName; tint: Tint; say: MessageKey }> = {
  wasHere: { icon: 'door-enter', tint: 'peach', say: 'contest.wasHere' },
  wasSick: { icon: 'bed', tint: 'plum', say: 'contest.wasSick' },
  wasOnVisit: { icon: 'home-heart', tint: 'sun', say: 'contest.wasOnVisit' },
  toldYou: { icon: 'message-circle', tint: 'sage', say: 'contest.toldYou' },
};

// What is said: a picture, a voice, or both.
export interface ContestWords {
  day: string;
  reason: ContestReason | null;
  voice: { type: string; bytes: Uint8Array<ArrayBuffer> } | null;
}
