import type { IconName } from '@wijkboek/page/icons/icons.ts';
import type { MessageKey } from '../words/messages.ts';

// What was saved, or undone: its picture and its sentence, which is also what is spoken.
export type SavedKind =
  | 'arrived'
  | 'left'
  | 'visitStarted'
  | 'visitEnded'
  | 'visitPart'
  | 'help'
  | 'excused'
  | 'better'
  | 'coachLooks'
  | 'unknownBadge'
  | 'noBadge'
  | 'graduate'
  | 'undone';

export interface SavedPicture {
  icon: IconName;
  say: MessageKey;
  // saved: it is on disk. ask: it is on disk, and a coach must be asked something. undone: it was taken back.
  tone: 'saved' | 'ask' | 'undone';
  directional: boolean;
}

const saved = (icon: IconName, say: MessageKey, directional = false): SavedPicture => ({ icon, say, tone: 'saved', directional });
const ask = (icon: IconName, say: MessageKey): SavedPicture => ({ icon, say, tone: 'ask', directional: false });

export const savedPictures: Record<SavedKind, SavedPicture> = {
  arrived: saved('door-enter', 'done.arrived', true),
  left: saved('door-exit', 'done.left', true),
  visitStarted: saved('home-heart', 'done.visitStarted'),
  visitEnded: saved('home-heart', 'done.visitEnded'),
  visitPart: ask('home-heart', 'done.visitPart'),
  help: saved('heart-handshake', 'done.helpSaved'),
  excused: saved('calendar-off', 'done.excused'),
  better: saved('mood-smile', 'done.better'),
  coachLooks: saved('eye', 'done.coachLooks'),
  unknownBadge: ask('id-badge-2', 'done.unknownBadge'),
  noBadge: ask('help-hexagon', 'done.noBadge'),
  graduate: saved('coffee', 'graduate.thanks'),
  undone: { icon: 'arrow-back-up', say: 'done.undone', tone: 'undone', directional: true },
};
