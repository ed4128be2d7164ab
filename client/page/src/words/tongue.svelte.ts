import type { LanguageCode } from '@wijkboek/page/i18n/languages.ts';
import { dutchWords, loadWords, type Words } from './messages.ts';

// The language that the page speaks now. It is Dutch again for the next one.
export class Tongue {
  words = $state.raw<Words>(dutchWords);
  // What somebody chose before they were greeted.
  chosen = $state.raw<LanguageCode | null>(null);
  #wanted: LanguageCode = 'nl';

  get code(): LanguageCode {
    return this.words.language.code;
  }

  async choose(code: LanguageCode): Promise<void> {
    this.chosen = code;
    await this.speak(code);
  }

  // The last one that was wanted is spoken, whichever file comes first.
  async speak(code: LanguageCode): Promise<void> {
    this.#wanted = code;
    // Where the file cannot be had now, the language stays what it was.
    const words = await loadWords(code).catch(() => this.words);
    if (this.#wanted === code) this.words = words;
  }

  forget(): void {
    this.chosen = null;
    this.#wanted = 'nl';
    this.words = dutchWords;
  }
}
