import type { PersonCard } from '../../model/people.ts';

// A no-show case that waits for a coach here.
export interface CallCase {
  id: string;
  who: PersonCard;
  // In itself: "ትግርኛ".
  language: string;
  // "ma 2 maart, di 3 maart"
  days: string;
  stage: 'call' | 'open' | 'heard';
}
