import { languages, type LanguageCode } from '@wijkboek/page/i18n/languages.ts';
import type { MessageFile } from '@wijkboek/page/i18n/message-file.ts';
import { makeTranslator, type Translator } from '@wijkboek/page/i18n/translator.ts';
import dutch from '../../messages/nl.json';

export type MessageKey = keyof (typeof dutch)['messages'];
export type Words = Translator<MessageKey>;

// Dutch is always there: it is the source, and it stands beside every other language.
export const dutchWords: Words = makeTranslator(languages.nl, dutch.messages);

// The others come when somebody chooses them; each is a file of its own.
const files: Record<Exclude<LanguageCode, 'nl'>, () => Promise<{ default: unknown }>> = {
  en: () => import('../../messages/en.json'),
  ar: () => import('../../messages/ar.json'),
  tr: () => import('../../messages/tr.json'),
  pl: () => import('../../messages/pl.json'),
  ti: () => import('../../messages/ti.json'),
  prs: () => import('../../messages/prs.json'),
  so: () => import('../../messages/so.json'),
  es: () => import('../../messages/es.json'),
  pap: () => import('../../messages/pap.json'),
};

export async function loadWords(code: LanguageCode): Promise<Words> {
  if (code === 'nl') return dutchWords;
  const file = (await files[code]()).default as MessageFile;
  return makeTranslator(languages[code], file.messages as Record<MessageKey, string>);
}
