import { startHelp, stepHelp, type HelpEvent, type HelpFlow } from '../flow/help.ts';
import { back } from '../flow/steps.ts';
import type { HelpWritten } from '../model/help.ts';
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

// "She says that I helped her": saying the same of one's own side confirms it, and no changes nothing before a coach has looked.
export function answerClaim(turn: Turn, guest: Guest, claim: HelpWritten, right: boolean): void {
  const { event, other, helper, code, minutes, day } = claim;
  if (!right) void turn.save('coachLooks', guest, () => guest.granted.denyHelp(event));
  else {
    const said = { side: helper === 'I' ? 'gave' : 'got', other: other.person, subject: code, minutes, day } as const;
    void turn.save('help', guest, () => guest.granted.logHelp(said));
  }
}
