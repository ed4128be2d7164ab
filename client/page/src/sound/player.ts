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
  // What a native speaker recorded for it; null: nobody did.
  recorded(phrase: MessageKey, language: LanguageCode): Sound | null;
  // Which phrase is being spoken now, and null when none is.
  onspeaking(phrase: MessageKey | null): void;
}

interface Item {
  file: string;
  phrase: MessageKey | null;
  language: LanguageCode;
}

export function makePlayer({ load, recorded, onspeaking }: PlayerParts): Player {
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

  // A sound that is missing or cannot be played is left out: everything is on the screen.
  async function play(sound: Sound): Promise<boolean> {
    now = sound;
    try {
      await sound.play(gains[volume]);
      return true;
    } catch {
      return false;
    }
  }

  async function playAll(items: readonly Item[]) {
    hush();
    const own = turn;
    const silent = () => own !== turn || volume === 0;
    for (const { file, phrase, language } of items) {
      if (silent()) break;
      onspeaking(phrase);
      const spoken = phrase && recorded(phrase, language);
      if (spoken && (await play(spoken))) continue;
      if (silent()) break;
      await play(load(file));
    }
    if (own === turn) {
      now = null;
      onspeaking(null);
    }
  }

  const voiceOf = (language: LanguageCode) => (spokenLanguages.has(language) ? language : 'nl');
  const item = (phrase: MessageKey, language: LanguageCode): Item => ({ file: `${voiceOf(language)}/${phrase}.opus`, phrase, language });

  return {
    get volume() {
      return volume;
    },
    set volume(next) {
      volume = next;
      if (next === 0) hush();
    },
    speak: (phrases, language) => void playAll(phrases.map((phrase) => item(phrase, language))),
    confirm: (phrase, language) => void playAll([{ file: 'tone.opus', phrase: null, language }, item(phrase, language)]),
    hush,
  };
}
