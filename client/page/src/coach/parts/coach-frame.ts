import { getContext, setContext } from 'svelte';

export const coachPlaces = ['today', 'visit', 'help', 'walkIn', 'discrepancies', 'calls', 'kiosk'] as const;
export type CoachPlace = (typeof coachPlaces)[number];

// What surrounds every coach's screen.
export interface CoachFrame {
  readonly coach: string;
  readonly practice: boolean;
  readonly discrepancies: number;
  readonly calls: number;
  readonly unsent: number;
  // Seconds until coach mode leaves by itself; null while there is plenty of time.
  readonly leavesIn: number | null;
  ongo(place: CoachPlace): void;
  onstay(): void;
  onleave(): void;
}

const key = Symbol('coach frame');

export function provideCoachFrame(frame: CoachFrame): void {
  setContext(key, frame);
}

export function useCoachFrame(): CoachFrame {
  return getContext<CoachFrame>(key);
}
