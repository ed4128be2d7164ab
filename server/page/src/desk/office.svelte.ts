import { getContext, setContext, untrack } from 'svelte';
import type { Account } from '../../generated/wijkboek/v1/access_pb.ts';
import type { ListChoicesResponse } from '../../generated/wijkboek/v1/office_page_pb.ts';
import { troubleOf, type Desk, type Trouble } from './desk.ts';

// Who sits here: nobody yet, somebody, or nobody any more because they rested too long.
export type Seat = 'asking' | 'out' | 'rested' | 'in' | 'unreachable';

const key = Symbol('office');
const none: ReadonlySet<string> = new Set();

export class Office {
  readonly desk: Desk;
  seat = $state<Seat>('asking');
  me = $state.raw<Account | null>(null);
  may = $state.raw<ReadonlySet<string>>(none);
  choices = $state.raw<ListChoicesResponse | null>(null);
  // Said once, for whoever can't see that something changed.
  said = $state('');

  constructor(desk: Desk) {
    this.desk = desk;
  }

  can(method: string): boolean {
    return this.may.has(method);
  }

  // Who am I? Asked when the page opens and after signing in.
  async sit(): Promise<void> {
    try {
      const { me, may } = await this.desk.access.getMe({});
      this.me = me ?? null;
      this.may = new Set(may);
      this.choices = null;
      this.seat = 'in';
      if (this.can('ListChoices')) {
        // The pages do without: lists to choose from are shorter then.
        this.choices = await this.desk.page.listChoices({}).catch(() => null);
      }
    } catch (error) {
      this.seat = troubleOf(error).kind === 'network' ? 'unreachable' : 'out';
    }
  }

  // There is something new to choose from. What was there stays until the answer is.
  async chooseAnew(): Promise<void> {
    if (this.can('ListChoices')) this.choices = await this.desk.page.listChoices({}).catch(() => this.choices);
  }

  async leave(): Promise<void> {
    await this.desk.access.signOut({}).catch(() => undefined);
    this.forget('out');
  }

  forget(seat: 'out' | 'rested'): void {
    this.me = null;
    this.may = none;
    this.choices = null;
    this.said = '';
    this.seat = seat;
  }

  // Whatever is asked, a session that has ended shows the door, and nothing that was on the screen stays there.
  trouble(error: unknown): Trouble {
    const trouble = troubleOf(error);
    if (trouble.kind === 'signedOut' && this.seat === 'in') this.forget('rested');
    return trouble;
  }
}

export function provideOffice(office: Office): void {
  setContext(key, office);
}

export function useOffice(): Office {
  return getContext<Office>(key);
}

// An answer that is on its way, there, or not coming. What is there stays while it is asked for anew.
export class Asked<T> {
  value = $state.raw<T | null>(null);
  trouble = $state.raw<Trouble | null>(null);
  asking = $state(true);
  #office: Office;
  #last = 0;

  constructor(office: Office) {
    this.#office = office;
  }

  // The last question counts, whichever answer comes first. What `ask` reads at once is what an effect around this follows.
  load(ask: () => Promise<T>): void {
    const mine = (this.#last += 1);
    const answer = ask();
    untrack(() => {
      this.asking = true;
    });
    void answer.then(
      (value) => {
        if (mine !== this.#last) return;
        this.value = value;
        this.trouble = null;
        this.asking = false;
      },
      (error: unknown) => {
        if (mine !== this.#last) return;
        this.trouble = this.#office.trouble(error);
        this.asking = false;
      },
    );
  }
}

// Something that is to be done: once at a time, with what came of it.
export class Doing {
  busy = $state(false);
  trouble = $state.raw<Trouble | null>(null);
  #office: Office;

  constructor(office: Office) {
    this.#office = office;
  }

  async run(act: () => Promise<string>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.trouble = null;
    this.#office.said = '';
    try {
      this.#office.said = await act();
      return true;
    } catch (error) {
      this.trouble = this.#office.trouble(error);
      return false;
    } finally {
      this.busy = false;
    }
  }
}
