import type { GetOverviewResponse } from '../../generated/wijkboek/v1/office_page_pb.ts';
import type { Office } from '../desk/office.svelte.ts';
import type { Trouble } from '../desk/desk.ts';

const asked_every_ms = 5000;

// What stands today, asked for anew every five seconds. The same again changes nothing; without a connection what was there stays, and it
// says since when. A page that nobody looks at asks nothing.
export class Overview {
  value = $state.raw<GetOverviewResponse | null>(null);
  trouble = $state.raw<Trouble | null>(null);
  // The last answer, by this machine's clock.
  heard = $state<number | null>(null);
  #office: Office;
  #centre = '';
  #stopped = false;

  constructor(office: Office) {
    this.#office = office;
  }

  watch(centre: string): () => void {
    this.#stopped = false;
    if (centre !== this.#centre) this.value = null;
    this.#centre = centre;
    let waiting: ReturnType<typeof setTimeout> | undefined;
    const round = async () => {
      if (document.visibilityState === 'visible') await this.#ask();
      if (!this.#stopped) waiting = setTimeout(() => void round(), asked_every_ms);
    };
    void round();
    return () => {
      this.#stopped = true;
      clearTimeout(waiting);
    };
  }

  async #ask(): Promise<void> {
    const centre = this.#centre;
    try {
      const answer = await this.#office.desk.page.getOverview({ centre, version: this.value?.version ?? '' }, { timeoutMs: 10_000 });
      if (this.#stopped || centre !== this.#centre) return;
      if (!answer.unchanged) this.value = answer;
      this.trouble = null;
      this.heard = Date.now();
    } catch (error) {
      if (!this.#stopped) this.trouble = this.#office.trouble(error);
    }
  }
}
