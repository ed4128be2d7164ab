import { startHelp, stepHelp, type HelpEvent, type HelpFlow } from '../flow/help.ts';
import { back } from '../flow/steps.ts';
import type { Guest } from './guest.ts';
import type { WayParts } from './screen.ts';
import type { Turn } from './turn.svelte.ts';

// Who helped whom, as one of the two says it.
export class HelpWay implements WayParts {
  readonly kind = 'help';
  flow = $state.raw<HelpFlow>(startHelp);
  readonly guest: Guest;
  readonly #turn: Turn;

  constructor(turn: Turn, guest: Guest) {
    this.#turn = turn;
    this.guest = guest;
  }

  step(event: HelpEvent): void {
    const flow = stepHelp(this.flow, event);
    if (flow.step !== 'ready') {
      this.flow = flow;
      return;
    }
    const { side, other, subject, minutes, denied } = flow.answers;
    const { granted } = this.guest;
    if (denied !== null) void this.#turn.save('coachLooks', this.guest, () => granted.denyHelp(denied));
    else if (side && other !== null && subject && minutes !== null) {
      void this.#turn.save('help', this.guest, () => granted.logHelp({ side, other, subject, minutes }));
    }
  }

  back(): void {
    const flow = back(this.flow);
    if (flow) this.flow = flow;
    else this.#turn.me(this.guest);
  }
}
