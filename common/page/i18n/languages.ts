// The languages of the pages. Each is named in itself; there are no flags, because a language is not a country.

export const languageCodes = ['nl', 'en', 'ar', 'tr', 'pl', 'ti', 'prs', 'so', 'es', 'pap'] as const;
export type LanguageCode = (typeof languageCodes)[number];

export interface Language {
  code: LanguageCode;
  // In its own words and script.
  name: string;
  direction: 'ltr' | 'rtl';
  // Whose plural rules and numbers hold. Browsers know no Dari and no Papiamento of their own; Persian and Spanish count alike. Digits
  // are those on the clocks and letters around the kiosk.
  locale: string;
}

export const languages: Record<LanguageCode, Language> = {
  nl: { code: 'nl', name: 'Nederlands', direction: 'ltr', locale: 'nl' },
  en: { code: 'en', name: 'English', direction: 'ltr', locale: 'en-GB' },
  ar: { code: 'ar', name: 'العربية', direction: 'rtl', locale: 'ar-u-nu-latn' },
  tr: { code: 'tr', name: 'Türkçe', direction: 'ltr', locale: 'tr' },
  pl: { code: 'pl', name: 'Polski', direction: 'ltr', locale: 'pl' },
  ti: { code: 'ti', name: 'ትግርኛ', direction: 'ltr', locale: 'ti' },
  prs: { code: 'prs', name: 'دری', direction: 'rtl', locale: 'fa-u-nu-latn' },
  so: { code: 'so', name: 'Soomaali', direction: 'ltr', locale: 'so' },
  es: { code: 'es', name: 'Español', direction: 'ltr', locale: 'es' },
  pap: { code: 'pap', name: 'Papiamentu', direction: 'ltr', locale: 'es' },
};

export const languageList: readonly Language[] = languageCodes.map((code) => languages[code]);

export function isLanguageCode(text: string): text is LanguageCode {
  return (languageCodes as readonly string[]).includes(text);
}
