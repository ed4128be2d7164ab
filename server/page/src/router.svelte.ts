import { getContext, setContext } from 'svelte';

// Where somebody is stands in the address behind "#": "#/people/3f9a?from=2026-03-01". Back, forward, a bookmark and a link that is sent to
// a colleague all work, and the server never sees what was looked for.

export interface Place {
  // "people", "3f9a"
  parts: readonly string[];
  query: Readonly<Record<string, string>>;
}

export function readPlace(hash: string): Place {
  const [path = '', search = ''] = hash.replace(/^#?\/?/, '').split('?', 2);
  let parts: string[] = [];
  try {
    parts = path.split('/').filter((part) => part !== '').map(decodeURIComponent);
  } catch {
    // A mangled address is one that leads nowhere.
    parts = ['?'];
  }
  return { parts, query: Object.fromEntries(new URLSearchParams(search)) };
}

export function writePlace(parts: readonly string[], query: Readonly<Record<string, string | undefined>> = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value) search.set(name, value);
  const text = search.toString();
  return `#/${parts.map(encodeURIComponent).join('/')}${text ? `?${text}` : ''}`;
}

export class Router {
  place = $state.raw<Place>(readPlace(location.hash));

  watch(): () => void {
    const follow = () => (this.place = readPlace(location.hash));
    follow();
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }

  get at(): string {
    return this.place.parts[0] ?? 'today';
  }

  asked(name: string): string {
    return this.place.query[name] ?? '';
  }

  go(parts: readonly string[], query: Readonly<Record<string, string | undefined>> = {}): void {
    location.hash = writePlace(parts, query);
  }

  // A filter is a place of its own, but typing one makes no step back for each letter.
  filter(changes: Readonly<Record<string, string>>, replace = false): void {
    const next = writePlace(this.place.parts.length ? this.place.parts : ['today'], { ...this.place.query, ...changes });
    if (!replace) {
      location.hash = next;
      return;
    }
    history.replaceState(history.state, '', next);
    this.place = readPlace(next);
  }
}

const key = Symbol('router');
export function provideRouter(router: Router): void {
  setContext(key, router);
}
export function useRouter(): Router {
  return getContext<Router>(key);
}
