import { addDays } from '@wijkboek/page/i18n/civil.ts';
import { spans, startCantCome, stepCantCome, type CantComeEvent, type CantComeFlow } from '../flow/cant-come.ts';
import { back } from '../flow/steps.ts';
import type { PlannedDay } from '../model/absence.ts';
import { absenceDays, firstDayAsked, lastDayAsked } from '../model/days.ts';
import type { Guest } from './guest.ts';
import type { WayParts } from './screen.ts';
import type { Turn } from './turn.svelte.ts';

// When somebody can't come, and why.
export class CantComeWay implements WayParts {
  readonly kind = 'cantCome';
  flow = $state.raw<CantComeFlow>(startCantCome);
  readonly today: string;
  readonly days: readonly PlannedDay[];
  readonly #turn: Turn;
  readonly #guest: Guest;

  constructor(turn: Turn, guest: Guest, today: string, days: readonly PlannedDay[]) {
    this.#turn = turn;
    this.#guest = guest;
    this.today = today;
    this.days = days;
  }

  static open(turn: Turn, guest: Guest): Promise<void> {
    const { day } = turn.here.now;
    return turn.doing(async () => {
      const { sessions } = await guest.granted.days(firstDayAsked(day), lastDayAsked(day));
      turn.way(new CantComeWay(turn, guest, day, absenceDays(sessions, day)));
    });
  }

  step(event: CantComeEvent): void {
    const flow = stepCantCome(this.flow, event);
    const { reason, untilBetter, days } = flow.answers;
    if (flow.step !== 'ready' || !reason) {
      this.flow = flow;
      return;
    }
    const absence = { spans: spans(days, (day) => addDays(day, 1)), untilBetter, reason };
    void this.#turn.save('excused', this.#guest, () => this.#guest.granted.cantCome(absence));
  }

  back(): void {
    const flow = back(this.flow);
    if (flow) this.flow = flow;
    else this.#turn.me(this.#guest);
  }
}
