import { getContext, setContext } from 'svelte';

// Who listens to the badge reader in coach mode, and whether somebody is typing a PIN.
export interface Listening {
  readonly typingPin: boolean;
  read(code: string): void;
  // Hears what the reader reads until it is told to stop. The latest to listen hears it alone.
  hear(onread: (code: string) => void): () => void;
  // From now on a PIN is being typed, until it is told that it no longer is.
  typePin(): () => void;
}

const key = Symbol('listening');

export function makeListening(): Listening {
  const hearers: ((code: string) => void)[] = [];
  let typing = 0;
  return {
    get typingPin() {
      return typing > 0;
    },
    read: (code) => hearers.at(-1)?.(code),
    hear(onread) {
      hearers.push(onread);
      return () => {
        hearers.splice(hearers.indexOf(onread), 1);
      };
    },
    typePin() {
      typing += 1;
      return () => {
        typing -= 1;
      };
    },
  };
}

export function provideListening(): Listening {
  const listening = makeListening();
  setContext(key, listening);
  return listening;
}

export function useListening(): Listening {
  return getContext<Listening>(key);
}
