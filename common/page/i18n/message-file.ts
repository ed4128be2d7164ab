import type { LanguageCode } from './languages.ts';

// One language's messages, as its file holds them. Values are ICU MessageFormat.
export interface MessageFile {
  language: LanguageCode;
  note: string;
  nativeSpeaker: boolean;
  // The keys of the texts that a native speaker has read and found good. All others want review.
  reviewed: readonly string[];
  messages: Readonly<Record<string, string>>;
}
