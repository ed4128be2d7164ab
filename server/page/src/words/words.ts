import { getContext, setContext } from 'svelte';
import { parseDay } from '@wijkboek/page/i18n/civil.ts';
import { languages } from '@wijkboek/page/i18n/languages.ts';
import { makeTranslator, type Translator } from '@wijkboek/page/i18n/translator.ts';
import dutch from '../../messages/nl.json';
import type { Trouble } from '../desk/desk.ts';

export type Key = keyof (typeof dutch)['messages'];
export type Words = Translator<Key>;
export type Say = Words['say'];
export type Tongue = 'nl' | 'en';

export const dutchWords: Words = makeTranslator(languages.nl, dutch.messages);

export async function loadWords(tongue: Tongue): Promise<Words> {
  if (tongue === 'nl') return dutchWords;
  const { default: english } = await import('../../messages/en.json');
  return makeTranslator(languages.en, english.messages as Record<Key, string>);
}

export function isKey(text: string): text is Key {
  return text in dutch.messages;
}

// A code of the server's in words; one that a newer server says and this page does not know is shown as it is, never dropped.
export function codeWords(say: Say, prefix: string, code: string): string {
  const key = `${prefix}.${code.replaceAll(' ', '_')}`;
  return isKey(key) ? say(key) : code;
}

const context = Symbol('words');
export function provideWords(current: () => Words): void {
  setContext(context, current);
}
// A function, so that a change of language is followed.
export function useWords(): Say {
  const current = getContext<() => Words>(context);
  return (...args) => current().say(...args);
}
export function useLocale(): () => string {
  const current = getContext<() => Words>(context);
  return () => current().language.locale;
}

// "di 3 mrt 2026"
export function shortDay(say: Say, day: string): string {
  if (!/^\d{4}-\d\d-\d\d$/.test(day)) return day;
  const { weekday, day: number, month, year } = parseDay(day);
  return `${say('date.weekdayShort', { day: weekday })} ${number} ${say('date.monthShort', { month })} ${year}`;
}

// "dinsdag 3 maart 2026"
export function longDay(say: Say, day: string): string {
  if (!/^\d{4}-\d\d-\d\d$/.test(day)) return day;
  const { weekday, day: number, month, year } = parseDay(day);
  return `${say('date.weekday', { day: weekday })} ${number} ${say('date.month', { month })} ${year}`;
}

const amsterdam = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Amsterdam',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
});

// "2026-03-03 09:02", whichever zone the browser is in.
export function civilMoment(ms: bigint | number): string {
  return amsterdam.format(new Date(Number(ms)));
}

// "di 3 mrt 2026 09:02"; 0 is never.
export function moment(say: Say, ms: bigint | number): string {
  if (Number(ms) === 0) return say('date.never');
  const [day = '', time = ''] = civilMoment(ms).split(' ');
  return `${shortDay(say, day)} ${time}`;
}

// "3 mrt 09:02", where many stand in one column; the year only of another one than `now`.
export function briefMoment(say: Say, ms: bigint | number, now: bigint | number): string {
  if (Number(ms) === 0) return say('date.never');
  const [day = '', time = ''] = civilMoment(ms).split(' ');
  const { day: number, month, year } = parseDay(day);
  const sameYear = String(year) === civilMoment(now).slice(0, 4);
  return `${number} ${say('date.monthShort', { month })}${sameYear ? '' : ` ${year}`} ${time}`;
}

// "2026-03-03 09:05" or "2026-03-03T09:05" as the server writes a moment.
export function saidMoment(say: Say, at: string): string {
  const [, day = '', time = ''] = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d)/.exec(at) ?? [];
  return day === '' ? shortDay(say, at) : `${shortDay(say, day)} ${time}`;
}

const one = new Map<string, Intl.NumberFormat>();
// Hours with one decimal, from minutes: "12,5".
export function hours(locale: string, minutes: bigint | number): string {
  let format = one.get(locale);
  if (!format) one.set(locale, (format = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 })));
  return format.format(Number(minutes) / 60);
}

export function percent(part: number, of: number): string {
  return of === 0 ? '–' : `${Math.round((part / of) * 100)}%`;
}

export function troubleWords(say: Say, trouble: Trouble): string {
  switch (trouble.kind) {
    case 'wait':
      return say('trouble.wait', { seconds: trouble.seconds });
    case 'said':
      return say('trouble.said', { text: trouble.text });
    case 'network':
      return say('trouble.network');
    case 'signedOut':
      return say('trouble.signedOut');
    case 'notAllowed':
      return say('trouble.notAllowed');
    case 'notFound':
      return say('trouble.notFound');
    case 'broken':
      return say('trouble.broken');
  }
}
