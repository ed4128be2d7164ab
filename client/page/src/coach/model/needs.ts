import type { State } from '@wijkboek/page/components/StateMark.svelte';
import type { IconName } from '@wijkboek/page/icons/icons.ts';
import { daemonSymbol } from './symbols-said.ts';
import { languageName, shortDay, type Say } from '../words.ts';
import type { Need } from './board.ts';

export interface NeedWords {
  mark: State;
  text: string;
  action: string;
  icon: IconName;
}

// What a need says, and what the button beside it does.
export function needWords(need: Need, say: Say): NeedWords {
  switch (need.kind) {
    case 'unknown':
      return { mark: 'unknown', text: say('need.unknown', { time: need.began }), action: say('need.sight'), icon: 'eye' };
    case 'unseen':
      return {
        mark: 'unknown',
        text: say('need.unseen', { count: need.count, title: need.title, time: need.began }),
        action: say('today.mark'),
        icon: 'list-check',
      };
    case 'pending':
      return { mark: 'pending', text: say('need.pending', { kiosk: need.kiosk }), action: say('need.open'), icon: 'search' };
    case 'forgotten':
      return { mark: 'unknown', text: say('need.forgotten', { day: shortDay(say, need.day) }), action: say('need.settle'), icon: 'help-hexagon' };
    case 'discrepancy':
      return { mark: 'unclear', text: say(need.words), action: say('need.settle'), icon: 'help-hexagon' };
    case 'unowned':
      return {
        mark: 'unknown',
        text: say('need.unownedBadge', { time: need.at, picture: daemonSymbol(say, need.picture) }),
        action: say('need.settle'),
        icon: 'help-hexagon',
      };
    case 'call':
      return { mark: 'absent', text: say('need.call', { language: languageName(say, need.language) }), action: say('need.callHer'), icon: 'phone' };
  }
}
