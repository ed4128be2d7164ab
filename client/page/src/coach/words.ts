import { getContext, setContext } from 'svelte';
import { languages, type LanguageCode } from '@wijkboek/page/i18n/languages.ts';
import { makeTranslator, type Translator } from '@wijkboek/page/i18n/translator.ts';
import dutch from '../../messages/coach.nl.json';
import english from '../../messages/coach.en.json';

export type CoachKey = keyof (typeof dutch)['messages'];
export type CoachWords = Translator<CoachKey>;

// Coaches work in Dutch; English is for those who are learning it themselves.
const words: Partial<Record<LanguageCode, CoachWords>> = {
  nl: makeTranslator(languages.nl, dutch.messages),
  en: makeTranslator(languages.en, english.messages),
};

export function coachWords(code: LanguageCode): CoachWords {
  return words[code] ?? makeTranslator(languages.nl, dutch.messages);
}

const key = Symbol('coach words');

export function provideCoachWords(current: () => CoachWords): void {
  setContext(key, current);
}

// A function, so that a change of language is followed.
export function useCoachWords(): CoachWords['say'] {
  const current = getContext<() => CoachWords>(key);
  return (...args) => current().say(...args);
}
