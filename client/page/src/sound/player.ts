import type { LanguageCode } from '@wijkboek/page/i18n/languages.ts';
import type { MessageKey } from '../words/messages.ts';
import { spokenLanguages } from './spoken.ts';
import { gains, type Volume } from './volume.ts';

// A sound that can be played once.
export interface Sound {
  // Resolves when it has ended; rejects when it cannot be played.
  play(gain: number): Promise<void>;
  stop(): void;
}

export interface Player {
  volume: Volume;
  // Speaks phrases one after another, instead of whatever is being spoken. Never throws and never makes anybody wait.
  speak(phrases: readonly MessageKey[], language: LanguageCode): void;
  // The tone of confirmation, and then a phrase.
  confirm(phrase: MessageKey, language: LanguageCode): void;
  hush(): void;
}

export interface PlayerParts {
  // Makes the sound of a file below sounds/.
  load(file: string): Sound;
  // Which phrase is being spoken now, and null when none is.
  onspeaking(phrase: MessageKey | null): void;
}

export function makePlayer({ load, onspeaking }: PlayerParts): Player {
  let volume: Volume = 3;
  let now: Sound | null = null;
  // Each call has a turn of its own; what belongs to an earlier turn falls silent.
  let turn = 0;

  function hush() {
    turn += 1;
    now?.stop();
    now = null;
    onspeaking(null);
  }

  async function playAll(items: readonly { file: string; phrase: MessageKey | null }[]) {
    hush();
    const own = turn;
    for (const { file, phrase } of items) {
      if (own !== turn || volume === 0) break;
      onspeaking(phrase);
      const sound = load(file);
      now = sound;
      try {
        await sound.play(gains[volume]);
      } catch {
        // A sound that is missing or cannot be played is left out: everything is on the screen.
      }
    }
    if (own === turn) {
      now = null;
      onspeaking(null);
    }
  }

  const voiceOf = (language: LanguageCode) => (spokenLanguages.has(language) ? language : 'nl');
  const item = (phrase: MessageKey, language: LanguageCode) => ({ file: `${voiceOf(language)}/${phrase}.opus`, phrase });

  return {
    get volume() {
      return volume;
    },
    set volume(next) {
      volume = next;
      if (next === 0) hush();
    },
    speak: (phrases, language) => void playAll(phrases.map((phrase) => item(phrase, language))),
    confirm: (phrase, language) => void playAll([{ file: 'tone.opus', phrase: null }, item(phrase, language)]),
    hush,
  };
}
