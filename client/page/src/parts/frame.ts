import { getContext, setContext } from 'svelte';
import type { LanguageCode } from '@wijkboek/page/i18n/languages.ts';
import type { Volume } from '../sound/volume.ts';
import type { MessageKey } from '../words/messages.ts';

// What surrounds every screen: how the kiosk is, its sound, and the way home.
export interface Frame {
  readonly practice: boolean;
  readonly network: boolean;
  // Whether the server has everything.
  readonly allSent: boolean;
  readonly volume: Volume;
  // The phrase that is being spoken now.
  readonly speaking: MessageKey | null;
  // Whether the chosen language has sounds of its own.
  readonly ownVoice: boolean;
  // Languages that can be heard: by a machine's voice, or because somebody lent theirs.
  hasVoice(language: LanguageCode): boolean;
  onvolume(volume: Volume): void;
  onlisten(phrases: readonly MessageKey[]): void;
  onhome(): void;
  onpracticeend(): void;
}

const key = Symbol('frame');

export function provideFrame(frame: Frame): void {
  setContext(key, frame);
}

export function useFrame(): Frame {
  return getContext<Frame>(key);
}
