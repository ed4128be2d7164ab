import { getContext, setContext } from 'svelte';
import { problemAt, problemsIn, type Problem } from '../model/fact-errors.ts';
import { Doing, type Office } from './office.svelte.ts';

const key = Symbol('filling');

// A form that is filled in: what is still missing in it, and what the server says does not fit, each at its field. What was typed stays.
export class Filling {
  readonly doing: Doing;
  readonly #placed: (reason: string) => string;
  // What the page itself knows to be missing; the words are whole already.
  #own = $state.raw<readonly Problem[]>([]);
  #rows = $state.raw<readonly Problem[]>([]);
  // Counted up with each refusal, so that it is read aloud again.
  refused = $state(0);
  // What its fields are called, by the paths that they speak for; the first of them is where they are found.
  readonly #names = new Map<string, { path: string; label: string }>();

  // `placed` finds the field of what the server says of none.
  constructor(office: Office, placed: (reason: string) => string = () => '') {
    this.doing = new Doing(office);
    this.#placed = placed;
  }

  get busy(): boolean {
    return this.doing.busy;
  }
  // What the page said itself.
  get own(): readonly Problem[] {
    return this.#own;
  }
  // What the server said.
  get said(): readonly Problem[] {
    const said = this.#rows.length ? this.#rows : problemsIn(this.doing.trouble);
    return said.map((one) => (one.path === '' ? { ...one, path: this.#placed(one.reason) } : one));
  }

  name(paths: readonly string[], label: string): void {
    const [path = ''] = paths;
    for (const one of paths) this.#names.set(one, { path, label });
  }
  // Undefined: there is no such field here.
  nameOf(path: string): { path: string; label: string } | undefined {
    return this.#names.get(path) ?? this.#names.get(path.replace(/(\[\d+\]|\.[a-z_]+)$/, ''));
  }

  ownAt(paths: readonly string[]): Problem | undefined {
    return problemAt(this.#own, paths);
  }
  saidAt(paths: readonly string[]): Problem | undefined {
    return problemAt(this.said, paths);
  }

  // What an answer listed instead of refusing.
  list(problems: readonly Problem[]): void {
    this.#rows = problems;
    if (problems.length) this.refused += 1;
  }

  // Sends it when nothing is missing. True: it was done.
  async send(missing: readonly Problem[], act: () => Promise<string>): Promise<boolean> {
    if (this.busy) return false;
    this.#own = missing;
    this.#rows = [];
    if (missing.length) {
      this.doing.trouble = null;
      this.refused += 1;
      return false;
    }
    const done = await this.doing.run(act);
    if (!done) this.refused += 1;
    return done;
  }
}

export function provideFilling(filling: Filling): void {
  setContext(key, filling);
}
// Undefined: the field stands in no form of this kind.
export function useFilling(): Filling | undefined {
  return getContext<Filling | undefined>(key);
}
