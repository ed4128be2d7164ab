import type { LanguageCode } from '@wijkboek/page/i18n/languages.ts';

export interface WalkInEntry {
  given: string;
  family: string;
  // "1990-05-31"; empty: not known.
  birthDate: string;
  language: LanguageCode | null;
}

// Somebody new can be registered only after a search that could have found them.
export function mayCreate(search: string): boolean {
  return search.trim().length >= 2;
}

// The search's words are where the form begins.
export function entryFromSearch(search: string): WalkInEntry {
  const [given = '', ...family] = search.trim().split(/\s+/);
  return { given, family: family.join(' '), birthDate: '', language: null };
}
