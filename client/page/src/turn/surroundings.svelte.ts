import { formatDay } from '@wijkboek/page/i18n/civil.ts';
import type { Kiosk, WelcomeNow } from '../kiosk/port.ts';

// How the kiosk is, and what day and time it is at the centre. Asked at each quarter of a minute by the machine's clock, so that the time on
// the screen turns when the minute does; and often while no answer comes.
const ask_every_ms = 15_000;
const ask_again_ms = 2_000;

// Until the first answer, by the browser's own clock.
function byBrowser(at: Date): WelcomeNow {
  const two = (n: number) => String(n).padStart(2, '0');
  return {
    day: formatDay({ year: at.getFullYear(), month: at.getMonth() + 1, day: at.getDate() }),
    time: `${two(at.getHours())}:${two(at.getMinutes())}`,
    network: false,
    allSent: true,
    clockUncertain: false,
    full: false,
    pictureList: [],
  };
}

export class Surroundings {
  now = $state.raw<WelcomeNow>(byBrowser(new Date()));
  reachable = $state(true);
  readonly #kiosk: Pick<Kiosk, 'welcome'>;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #over = false;

  constructor(kiosk: Pick<Kiosk, 'welcome'>) {
    this.#kiosk = kiosk;
  }

  async ask(): Promise<void> {
    try {
      this.now = await this.#kiosk.welcome();
      this.reachable = true;
    } catch {
      this.reachable = false;
    }
  }

  // Returns how to stop.
  watch(): () => void {
    this.#over = false;
    const again = async () => {
      await this.ask();
      if (this.#over) return;
      // A little after the turn, so that the daemon's minute has turned too.
      const wait = this.reachable ? ask_every_ms - (Date.now() % ask_every_ms) + 50 : ask_again_ms;
      this.#timer = setTimeout(() => void again(), wait);
    };
    void again();
    return () => {
      this.#over = true;
      clearTimeout(this.#timer);
    };
  }
}
