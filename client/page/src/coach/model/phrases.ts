import { languageCodes, type LanguageCode } from '@wijkboek/page/i18n/languages.ts';
import { isPhrase, spokenLanguages } from '../../sound/spoken.ts';
import { dutchWords, type MessageKey, type Words } from '../../words/messages.ts';
import dutch from '../../../messages/nl.json';
import type { RecordedPhrase } from '../kiosk/port.ts';

// The script for recording: what the kiosk says aloud, in one language.

export interface PhraseLine {
  phrase: MessageKey;
  // What is to be read aloud, and the Dutch that it means.
  text: string;
  dutch: string;
  recorded: boolean;
}

// Those that no machine speaks come first: they need a voice most.
export const languagesToRecord: readonly LanguageCode[] = [...languageCodes].sort(
  (a, b) => Number(spokenLanguages.has(a)) - Number(spokenLanguages.has(b)),
);

const keys = Object.keys(dutch.messages) as MessageKey[];

export function scriptOf(words: Words, recorded: readonly RecordedPhrase[]): readonly PhraseLine[] {
  const { code } = words.language;
  const done = new Set(recorded.filter(({ language }) => language === code).map(({ phrase }) => phrase));
  return keys
    .filter((phrase) => isPhrase(phrase, dutch.messages[phrase]))
    .map((phrase) => ({ phrase, text: words.say(phrase), dutch: dutchWords.say(phrase), recorded: done.has(phrase) }));
}

// The next one that nobody has spoken yet, after this one; then from the top.
export function nextToRecord(script: readonly PhraseLine[], after: MessageKey | null): MessageKey | null {
  const from = script.findIndex(({ phrase }) => phrase === after) + 1;
  return [...script.slice(from), ...script.slice(0, from)].find(({ recorded }) => !recorded)?.phrase ?? null;
}
