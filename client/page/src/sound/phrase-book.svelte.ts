import type { Kiosk, RecordedPhrase, SoundBytes } from '../kiosk/port.ts';
import type { Sound } from './player.ts';

// The phrases that native speakers recorded at a kiosk. They are spoken instead of the machine's voice, and reach every kiosk by themselves.

// What has been fetched is kept up to this; the rest is fetched again, from the same machine.
const kept_bytes_max = 2_000_000;

type Asking = Pick<Kiosk, 'recordedPhrases' | 'recordedPhrase'>;

export class PhraseBook {
  #phrases = $state.raw<ReadonlyMap<string, RecordedPhrase>>(new Map());
  // By event, the longest unused first.
  readonly #kept = new Map<string, SoundBytes>();
  readonly #kiosk: Asking;
  readonly #soundOf: (fetchBytes: () => Promise<SoundBytes>) => Sound;

  constructor(kiosk: Asking, soundOf: (fetchBytes: () => Promise<SoundBytes>) => Sound) {
    this.#kiosk = kiosk;
    this.#soundOf = soundOf;
  }

  // Whether somebody has lent this language their voice.
  hasLanguage(language: string): boolean {
    for (const phrase of this.#phrases.values()) if (phrase.language === language) return true;
    return false;
  }

  async refresh(): Promise<void> {
    const phrases = await this.#kiosk.recordedPhrases();
    this.#phrases = new Map(phrases.map((phrase) => [name(phrase.phrase, phrase.language), phrase]));
  }

  find(phrase: string, language: string): Sound | null {
    const recorded = this.#phrases.get(name(phrase, language));
    return recorded ? this.#soundOf(() => this.#bytes(recorded)) : null;
  }

  async #bytes({ phrase, language, event }: RecordedPhrase): Promise<SoundBytes> {
    const kept = this.#kept.get(event);
    const sound = kept ?? (await this.#kiosk.recordedPhrase(phrase, language));
    this.#kept.delete(event);
    this.#kept.set(event, sound);
    let total = [...this.#kept.values()].reduce((sum, one) => sum + one.bytes.length, 0);
    for (const [oldest, { bytes }] of this.#kept) {
      if (total <= kept_bytes_max) break;
      this.#kept.delete(oldest);
      total -= bytes.length;
    }
    return sound;
  }
}

const name = (phrase: string, language: string) => `${language}/${phrase}`;
