import { IntlMessageFormat } from 'intl-messageformat';
import type { Language } from './languages.ts';

export type Arguments = Readonly<Record<string, string | number>>;

// Says messages in one language.
export interface Translator<Key extends string> {
  readonly language: Language;
  say(key: Key, args?: Arguments): string;
}

// Each message is parsed when it is first said, and kept. A message that is missing or lacks an argument throws: the checks of the message
// files see to it that this cannot come to pass.
export function makeTranslator<Key extends string>(
  language: Language,
  messages: Readonly<Record<Key, string>>,
): Translator<Key> {
  const parsed = new Map<Key, IntlMessageFormat>();

  function format(key: Key): IntlMessageFormat {
    const known = parsed.get(key);
    if (known) return known;
    const made = new IntlMessageFormat(messages[key], language.locale);
    parsed.set(key, made);
    return made;
  }

  return {
    language,
    say: (key, args) => {
      const text = messages[key];
      if (text === undefined) throw new Error(`no message ${key} in ${language.code}`);
      return text.includes('{') ? String(format(key).format(args)) : text;
    },
  };
}
