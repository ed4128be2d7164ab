import { getContext, setContext } from 'svelte';
import { parseDay } from '@wijkboek/page/i18n/civil.ts';
import { isLanguageCode, languages, type LanguageCode } from '@wijkboek/page/i18n/languages.ts';
import { makeTranslator, type Translator } from '@wijkboek/page/i18n/translator.ts';
import { useSpeech } from '../words/context.ts';
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

// A function, so that a change of language is followed. Where no coach's words were provided, the language is the screen's.
export function useCoachWords(): CoachWords['say'] {
  const provided = getContext<(() => CoachWords) | undefined>(key);
  const speech = provided ? null : useSpeech();
  const current = provided ?? (() => coachWords(speech?.words.language.code ?? 'nl'));
  return (...args) => current().say(...args);
}

export type Say = CoachWords['say'];

// "dinsdag 3 maart"
export function longDay(say: Say, day: string): string {
  if (day === '') return '';
  const { weekday, day: number, month } = parseDay(day);
  return `${say('date.weekday', { day: weekday })} ${number} ${say('date.month', { month })}`;
}

// "di 3 maart"
export function shortDay(say: Say, day: string): string {
  if (day === '') return '';
  const { weekday, day: number, month } = parseDay(day);
  return `${say('date.weekdayShort', { day: weekday })} ${number} ${say('date.month', { month })}`;
}

// "di 3 maart 09:05" for the daemon's "2026-03-03 09:05"; what is no more than a time stays one.
export function momentWords(say: Say, at: string): string {
  const [, day = '', time = ''] = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d)$/.exec(at) ?? [];
  return day === '' ? at : `${shortDay(say, day)} ${time}`;
}

// A language in itself; one that no page speaks by the code that the office knows it by.
export function languageName(say: Say, code: string): string {
  const [base = ''] = code.split('-');
  if (isLanguageCode(base)) return languages[base].name;
  return code || say('person.noLanguage');
}
