// Tells a badge reader from a person who types. A reader that is wedged into the keyboard types its code in one burst and ends it with
// Enter; fingers are slower, even quick ones. The times are those at which the keys were pressed, not those at which the page got to them,
// so a busy page cannot make a burst look slow.

// Readers take 1 to 20 ms for a key. Two fingers that roll over two keys can be as quick, a whole hand over a whole code cannot: so the mean
// decides. One key of a reader's may come late, where the machine was busy; judging each gap alone would cut its code in two and take the
// second half for a badge.
export const gap_ms_mean_max = 30;
// A pause that no reader makes.
export const gap_ms_max = 100;
// Shorter than the shortest code of a badge, and longer than what two hands hit at once.
export const code_length_min = 4;
// The longest that a reader may read: a QR code's text.
export const code_length_max = 128;

export interface Burst {
  code: string;
  first_ms: number;
  last_ms: number;
}

export const noBurst: Burst = { code: '', first_ms: 0, last_ms: -Infinity };

export interface Key {
  // As KeyboardEvent has it: "4", "a", "Enter".
  key: string;
  at_ms: number;
  // Held down, or with Ctrl, Alt or Meta: never a reader.
  special: boolean;
}

export interface Step {
  burst: Burst;
  // What a reader has read, with this key.
  read: string | null;
}

export function stepBurst(burst: Burst, { key, at_ms, special }: Key): Step {
  const inTime = at_ms - burst.last_ms <= gap_ms_max;
  if (special) return { burst: noBurst, read: null };
  if (key === 'Enter') {
    const quick = (at_ms - burst.first_ms) / burst.code.length <= gap_ms_mean_max;
    const read = inTime && quick && burst.code.length >= code_length_min ? burst.code : null;
    return { burst: noBurst, read };
  }
  // Shift comes with capital letters; it is part of a burst and no part of the code.
  if (key === 'Shift') return { burst: inTime ? { ...burst, last_ms: at_ms } : noBurst, read: null };
  if ([...key].length !== 1) return { burst: noBurst, read: null };
  const code = inTime ? burst.code + key : key;
  if (code.length > code_length_max) return { burst: noBurst, read: null };
  return { burst: { code, first_ms: inTime ? burst.first_ms : at_ms, last_ms: at_ms }, read: null };
}
