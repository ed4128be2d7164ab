import { getContext, setContext } from 'svelte';
import type { CallCase } from './model/calls.ts';
import type { DayHere } from './model/day.ts';
import type { Discrepancy } from './model/discrepancies.ts';
import { civilOf, momentOf, type KioskStanding } from './model/kiosk.ts';
import type { PersonHere } from './model/people-here.ts';
import type { Unowned, VisitHere } from './model/visits-here.ts';
import { daemonWords } from './daemon-words.ts';
import { CoachTrouble, type CoachDesk, type Saved } from './kiosk/port.ts';
import type { SavedWord } from './parts/coach-frame.ts';
import type { CoachKey, Say } from './words.ts';

export interface WorkParts {
  desk: CoachDesk;
  // What the time is until the kiosk has said so.
  now: Date;
  say: Say;
  // The ticket is over.
  onover: () => void;
}

// One of several that are saved together.
export interface Deed {
  id: string;
  // Whom it is about, should it not be saved.
  who: string;
  save: () => Promise<Saved>;
}

// What a coach sees and does: what the kiosk knows now, one thing at a time being saved, and the way to take the last one back. "Saved" is
// said only when the daemon has answered.
export class CoachWork {
  readonly desk: CoachDesk;
  readonly #parts: WorkParts;
  #now_ms = $state(0);
  #people = $state.raw<readonly PersonHere[]>([]);
  #day = $state.raw<DayHere | null>(null);
  #discrepancies = $state.raw<readonly Discrepancy[]>([]);
  #cases = $state.raw<readonly CallCase[]>([]);
  #status = $state.raw<KioskStanding | null>(null);
  #visits = $state.raw<readonly VisitHere[]>([]);
  #unowned = $state.raw<readonly Unowned[]>([]);
  #word = $state.raw<SavedWord | null>(null);
  #trouble = $state.raw<string | null>(null);
  #busy = $state(false);
  // Events of what was saved last.
  #last: readonly string[] = [];
  // When the coach's ticket was last used.
  #usedAt_ms = performance.now();
  #looking = false;
  // It did not answer when something was only looked at.
  #silent = false;

  constructor(parts: WorkParts) {
    this.#parts = parts;
    this.desk = parts.desk;
    this.#now_ms = parts.now.getTime();
  }

  get people() {
    return this.#people;
  }
  get day() {
    return this.#day;
  }
  get discrepancies() {
    return this.#discrepancies;
  }
  get cases() {
    return this.#cases;
  }
  get status() {
    return this.#status;
  }
  get visits() {
    return this.#visits;
  }
  get unowned() {
    return this.#unowned;
  }
  get word() {
    return this.#word;
  }
  get trouble() {
    return this.#trouble;
  }
  get busy() {
    return this.#busy;
  }
  get today() {
    return civilOf(this.#now_ms).day;
  }
  get now_ms() {
    return this.#now_ms;
  }
  get usedAt_ms() {
    return this.#usedAt_ms;
  }

  // Looks again at what anybody may look at; it does not keep the ticket alive. Once at a time.
  async look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    try {
      const { desk } = this;
      const { day: today, time } = await desk.clock();
      const [people, day, discrepancies, cases, status] = await Promise.all([
        desk.people(),
        desk.day(today),
        desk.discrepancies(),
        desk.cases(),
        desk.status(),
      ]);
      this.#now_ms = momentOf(today, time);
      this.#people = people;
      this.#day = day;
      this.#discrepancies = discrepancies;
      this.#cases = cases;
      this.#status = status;
      this.#hears();
    } catch (error) {
      this.#complain(error, 'trouble.silent');
    } finally {
      this.#looking = false;
    }
  }

  // Looks at what a coach alone may see. This is use of the ticket: only when somebody did something.
  async lookAsCoach(): Promise<void> {
    this.#usedAt_ms = performance.now();
    await this.ask(async () => {
      const [visits, unowned] = await Promise.all([this.desk.visits(this.today), this.desk.unowned()]);
      this.#visits = visits;
      this.#unowned = unowned;
    });
  }

  // The visits are asked for the day that the kiosk says it is.
  async lookAgain(): Promise<void> {
    await this.look();
    await this.lookAsCoach();
  }

  // Asks for something to show. Null: the daemon said why not, and so does the screen.
  async ask<Answer>(question: () => Promise<Answer>): Promise<Answer | null> {
    try {
      const answer = await question();
      this.#hears();
      return answer;
    } catch (error) {
      this.#complain(error, 'trouble.silent');
      return null;
    }
  }

  // Saves one thing. A second tap while the first is on its way does nothing.
  async save<Answer extends Saved>(what: string, deed: () => Promise<Answer>): Promise<Answer | null> {
    return this.#alone(async () => {
      const saved = await deed();
      this.#last = [saved.event];
      this.#say(what, saved);
      void this.lookAgain();
      return saved;
    });
  }

  // Saves several, one by one. What one of them stands in the way of is not what the others do. Returns the ids of what was saved.
  async saveAll(what: (count: number) => string, deeds: readonly Deed[]): Promise<readonly string[]> {
    const done = await this.#alone(async () => {
      const saved: { id: string; saved: Saved }[] = [];
      const troubles: string[] = [];
      for (const { id, who, save } of deeds) {
        try {
          saved.push({ id, saved: await save() });
        } catch (error) {
          if (!(error instanceof CoachTrouble)) throw error;
          troubles.push(this.#parts.say('trouble.of', { who, why: this.#wordsOf(error) }));
          // Neither will the next one be.
          if (error.code !== 'refused') {
            if (error.over) this.#parts.onover();
            break;
          }
        }
      }
      const last = saved.at(-1);
      if (last) {
        this.#last = saved.map((one) => one.saved.event);
        this.#say(what(saved.length), { ...last.saved, notice: saved.map((one) => one.saved.notice).filter(Boolean).join('; ') });
      }
      if (troubles.length > 0) this.#trouble = troubles.join(' ');
      void this.lookAgain();
      return saved.map(({ id }) => id);
    });
    return done ?? [];
  }

  // Does something that leaves no event behind.
  async act(deed: () => Promise<void>): Promise<boolean> {
    return (await this.#alone(async () => {
      await deed();
      this.#word = null;
      return true;
    })) === true;
  }

  async undo(): Promise<void> {
    await this.#alone(async () => {
      let saved: Saved | null = null;
      // The latest first; what stays stays to be undone.
      while (this.#last.length > 0) {
        saved = await this.desk.undo(this.#last.at(-1) ?? '');
        this.#last = this.#last.slice(0, -1);
      }
      if (saved) this.#word = { what: this.#parts.say('form.undone'), at: saved.at, notice: this.#noticeOf(saved), undoable: false };
      void this.lookAgain();
    });
  }

  hush(): void {
    this.#trouble = null;
  }

  // Another screen: what was said about the last one is not about this one, but it can still be taken back.
  turn(): void {
    this.#trouble = null;
  }

  async #alone<Answer>(deed: () => Promise<Answer>): Promise<Answer | null> {
    if (this.#busy) return null;
    this.#busy = true;
    this.#trouble = null;
    this.#usedAt_ms = performance.now();
    try {
      return await deed();
    } catch (error) {
      this.#complain(error);
      return null;
    } finally {
      this.#busy = false;
    }
  }

  #say(what: string, saved: Saved): void {
    this.#word = { what, at: saved.at, notice: this.#noticeOf(saved), undoable: true };
  }

  #noticeOf(saved: Saved): string {
    return daemonWords(this.#parts.say, saved.notice);
  }

  // It answers again: what was said about that is over.
  #hears(): void {
    if (this.#silent) this.#trouble = null;
    this.#silent = false;
  }

  // Of what was being saved nobody knows whether it was, when no answer came.
  #wordsOf(trouble: CoachTrouble, unheard: CoachKey = 'trouble.unheard'): string {
    const { say } = this.#parts;
    if (trouble.code === 'full') return say('trouble.full');
    if (trouble.said === '') return say(unheard);
    return daemonWords(say, trouble.said);
  }

  #complain(error: unknown, unheard?: CoachKey): void {
    if (!(error instanceof CoachTrouble)) throw error;
    if (error.over) {
      this.#parts.onover();
      return;
    }
    this.#silent = unheard !== undefined;
    this.#trouble = this.#wordsOf(error, unheard);
  }
}

const key = Symbol('coach work');

export function provideWork(work: CoachWork): void {
  setContext(key, work);
}

export function useWork(): CoachWork {
  return getContext<CoachWork>(key);
}
