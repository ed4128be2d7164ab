import type { IconName } from '@wijkboek/page/icons/icons.ts';
import type { MessageKey } from '../words/messages.ts';

// What can be the matter. Each says what to do, and none says that somebody did something wrong.
export const troubles = ['unknownBadge', 'noDisk', 'restarting', 'unsure', 'askCoach', 'clock'] as const;
export type Trouble = (typeof troubles)[number];

export interface TroubleWords {
  icon: IconName;
  title: MessageKey;
  text: MessageKey;
  // What can be done about it here; nothing: it passes by itself, or a coach must come.
  onward: { say: MessageKey; icon: IconName } | null;
  // A participant's own way on, the kiosk's own affair, or one that needs a person.
  tone: 'wait' | 'need';
}

const again = { say: 'trouble.again', icon: 'refresh' } as const;

export const troubleWords: Record<Trouble, TroubleWords> = {
  unknownBadge: { icon: 'id-badge-2', title: 'trouble.unknownBadge', text: 'trouble.unknownBadgeText', onward: again, tone: 'wait' },
  noDisk: { icon: 'edit', title: 'trouble.noDisk', text: 'trouble.noDiskText', onward: again, tone: 'need' },
  restarting: { icon: 'hourglass', title: 'trouble.restarting', text: 'trouble.restartingText', onward: null, tone: 'wait' },
  // No answer came, so that nobody here knows whether it was saved: being greeted again shows it.
  unsure: { icon: 'id-badge-2', title: 'trouble.unsure', text: 'trouble.unsureText', onward: null, tone: 'wait' },
  askCoach: { icon: 'message-circle', title: 'trouble.askCoach', text: 'trouble.askCoachText', onward: null, tone: 'need' },
  clock: {
    icon: 'clock-exclamation',
    title: 'trouble.clock',
    text: 'trouble.clockText',
    onward: { say: 'trouble.goOn', icon: 'arrow-right' },
    tone: 'wait',
  },
};
