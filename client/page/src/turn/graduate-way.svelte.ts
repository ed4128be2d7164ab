import type { PersonCard } from '../model/people.ts';
import type { Guest } from './guest.ts';
import type { WayParts } from './screen.ts';
import type { Turn } from './turn.svelte.ts';

// Somebody who has graduated comes for coffee. Two questions, each of which may be left alone.
export class GraduateWay implements WayParts {
  readonly kind = 'graduate';
  question = $state<'work' | 'study'>('work');
  readonly me: PersonCard;
  readonly #turn: Turn;
  readonly #guest: Guest;
  readonly #events: string[] = [];
  #at = '';

  constructor(turn: Turn, guest: Guest, me: PersonCard) {
    this.#turn = turn;
    this.#guest = guest;
    this.me = me;
  }

  answer(yes: boolean): Promise<void> {
    return this.#turn.doing(async () => {
      const saved = await this.#guest.granted.aftercare(this.question, yes);
      this.#events.push(...saved.events);
      this.#at = saved.at;
      this.skip();
    });
  }

  skip(): void {
    if (this.question === 'work') this.question = 'study';
    else if (this.#events.length > 0) this.#turn.saved('graduate', this.#guest, { events: this.#events, at: this.#at });
    else this.#turn.home();
  }
}
