import { getContext, setContext } from 'svelte';
import { dutchWords, type MessageKey, type Words } from './messages.ts';
import type { Arguments } from '@wijkboek/page/i18n/translator.ts';
import { parseDay } from '@wijkboek/page/i18n/civil.ts';

const key = Symbol('words');

// What a screen says, in the language that is chosen now.
export interface Speech {
  readonly words: Words;
  // Own words; and the Dutch ones to stand beside them, or nothing where Dutch is spoken.
  say(key: MessageKey, args?: Arguments): string;
  beside(key: MessageKey, args?: Arguments): string | null;
  // "dinsdag 3 maart"
  longDay(day: string): string;
  dutchLongDay(day: string): string;
}

export function provideSpeech(words: () => Words): Speech {
  const speech: Speech = {
    get words() {
      return words();
    },
    say: (key, args) => words().say(key, args),
    beside: (key, args) => (words().language.code === 'nl' ? null : dutchWords.say(key, args)),
    longDay: (text) => longDay(words(), text),
    dutchLongDay: (text) => longDay(dutchWords, text),
  };
  setContext(key, speech);
  return speech;
}

export function useSpeech(): Speech {
  return getContext<Speech>(key);
}

function longDay(words: Words, text: string): string {
  const day = parseDay(text);
  return words.say('date.long', {
    weekday: words.say('date.weekday', { day: day.weekday }),
    day: day.day,
    month: words.say('date.month', { month: day.month }),
  });
}
