import { getContext, setContext } from 'svelte';
import type { Volume } from '../sound/volume.ts';
import type { MessageKey } from '../words/messages.ts';

// What surrounds every screen: how the kiosk is, its sound, and the way home.
export interface Frame {
  readonly practice: boolean;
  readonly network: boolean;
  // Events that the server does not have yet.
  readonly unsent: number;
  readonly volume: Volume;
  // The phrase that is being spoken now.
  readonly speaking: MessageKey | null;
  // Whether the chosen language has sounds of its own.
  readonly ownVoice: boolean;
  onvolume(volume: Volume): void;
  onlisten(phrases: readonly MessageKey[]): void;
  onhome(): void;
}

const key = Symbol('frame');

export function provideFrame(frame: Frame): void {
  setContext(key, frame);
}

export function useFrame(): Frame {
  return getContext<Frame>(key);
}
