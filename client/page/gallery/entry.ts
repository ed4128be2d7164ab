import type { Component, ComponentProps } from 'svelte';
import { languageCodes, type LanguageCode } from '@wijkboek/page/i18n/languages.ts';
import type { Frame } from '../src/parts/frame.ts';

// One screen in one state.
export interface Entry {
  id: string;
  // Whose screen it is: their targets, their languages.
  whose: 'participant' | 'coach';
  languages: readonly LanguageCode[];
  frame: Partial<Frame>;
  // The props were checked where the entry was made.
  component: Component<Record<string, unknown>>;
  props: Record<string, unknown>;
}


// ComponentProps checks the props where an entry is made.
type AnyComponent = Component<any>;

export function participant<C extends AnyComponent>(id: string, component: C, props: ComponentProps<C>, frame: Partial<Frame> = {}): Entry {
  return {
    id,
    whose: 'participant',
    languages: languageCodes,
    frame,
    component: component as unknown as Component<Record<string, unknown>>,
    props: props as Record<string, unknown>,
  };
}

export function coach<C extends AnyComponent>(id: string, component: C, props: ComponentProps<C>, frame: Partial<Frame> = {}): Entry {
  return { ...participant(id, component, props, frame), whose: 'coach', languages: ['nl', 'en'] };
}

export const nothing = (): void => {};
