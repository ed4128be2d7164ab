import { formatTime, parseTime } from '@wijkboek/page/i18n/civil.ts';
import { nearestQuarter, type TimeRange } from '../flow/time-choice.ts';
import type { Forgotten } from '../kiosk/port.ts';
import type { Guest } from './guest.ts';
import type { WayParts } from './screen.ts';
import type { Turn } from './turn.svelte.ts';

// "How late did you leave?", about another day. Never today's leaving; and who does not know says so, and nothing is saved.

const day_minutes = 24 * 60;

export class ForgottenWay implements WayParts {
  readonly kind = 'forgotten';
  readonly range: TimeRange;
  minutes = $state(0);
  readonly #turn: Turn;
  readonly #guest: Guest;
  readonly forgotten: Forgotten;

  constructor(turn: Turn, guest: Guest, forgotten: Forgotten) {
    this.#turn = turn;
    this.#guest = guest;
    this.forgotten = forgotten;
    this.range = { first: parseTime(forgotten.since), last: day_minutes - 5 };
    this.minutes = nearestQuarter(parseTime(forgotten.until), this.range);
  }

  save(minutes: number): Promise<void> {
    return this.#turn.doing(async () => {
      await this.#guest.granted.sayWhenLeft(this.forgotten.day, formatTime(minutes));
      this.#turn.onward(this.#guest, 'done.coachLooks');
    });
  }

  dontKnow(): void {
    this.#turn.onward(this.#guest);
  }
}
