import type { LanguageCode } from '@wijkboek/page/i18n/languages.ts';

// The voices of espeak-ng. A language that is not here has no voice yet: its phrases sound in Dutch, and the screen says so.
export const voices: Partial<Record<LanguageCode, string>> = {
  nl: 'nl',
  en: 'en-gb',
  ar: 'ar',
  tr: 'tr',
  pl: 'pl',
  es: 'es',
  pap: 'pap',
};

export const spokenLanguages: ReadonlySet<LanguageCode> = new Set(Object.keys(voices) as LanguageCode[]);

// What is spoken: sentences that are always the same. Names and times are on the screen; signs of the kiosk itself are for eyes and screen
// readers alone.
export function isPhrase(key: string, text: string): boolean {
  return !text.includes('{') && !/^(status|clock|sound)\./.test(key);
}
