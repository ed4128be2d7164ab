import type { PersonCard } from '../../model/people.ts';

// Somebody whom this kiosk knows.
export interface PersonHere extends PersonCard {
  // A role that this page does not know yet stands as it is.
  role: string;
  // BCP 47; empty: nobody chose one.
  language: string;
}

export const participantsOf = (people: readonly PersonHere[]) => people.filter(({ role }) => role === 'participant');

// Letters that are written apart in one alphabet and together in another, and those that have no accent to take off.
const folded: Readonly<Record<string, string>> = { ı: 'i', ø: 'o', ł: 'l', đ: 'd', ß: 'ss', æ: 'ae', œ: 'oe', þ: 'th', ð: 'd' };

export function plain(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[ıøłđßæœþð]/g, (letter) => folded[letter] ?? letter)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

// How many letters differ: added, left out, changed or swapped with their neighbour. Counts no further than `most`.
export function lettersApart(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let last: number[] = [];
  let before = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min((before[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (before[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, (last[j - 2] ?? 0) + 1);
      row.push(least);
    }
    last = before;
    before = row;
  }
  return before[b.length] ?? most + 1;
}

// A name is spelled by whoever hears it: Mohamed, Muhammad, Mohammed.
const mostApart = (word: string) => (word.length >= 7 ? 2 : word.length >= 4 ? 1 : 0);

// 0: it is the word; 1: it begins so; 2: it is near; null: another one.
function wordsApart(wanted: string, word: string): 0 | 1 | 2 | null {
  if (word === wanted) return 0;
  if (word.startsWith(wanted)) return 1;
  const most = mostApart(wanted);
  if (most === 0) return null;
  // Consonants alone are what different spellings of one name share.
  const bare = (text: string) => text.replace(/[aeiouy]/g, '').replace(/(.)\1+/g, '$1');
  if (bare(wanted).length >= 3 && bare(wanted) === bare(word)) return 2;
  return lettersApart(wanted, word, most) <= most ? 2 : null;
}

// Who may be meant, the likeliest first: each word of what is typed must be found in the name, whatever its case, accents and order.
export function findPeople<Who extends PersonCard>(people: readonly Who[], text: string): readonly Who[] {
  const wanted = plain(text).split(' ').filter(Boolean);
  if (wanted.length === 0) return [];
  const found: { who: Who; apart: number }[] = [];
  for (const who of people) {
    const words = plain(who.name).split(' ');
    let apart = 0;
    for (const one of wanted) {
      const best = Math.min(...words.map((word) => wordsApart(one, word) ?? Infinity));
      apart += best;
    }
    if (apart !== Infinity) found.push({ who, apart });
  }
  return found.sort((a, b) => a.apart - b.apart || a.who.name.localeCompare(b.who.name)).map(({ who }) => who);
}
