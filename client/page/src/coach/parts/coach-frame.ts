import { getContext, setContext } from 'svelte';

export const coachPlaces = ['today', 'visit', 'help', 'walkIn', 'discrepancies', 'calls', 'kiosk'] as const;
export type CoachPlace = (typeof coachPlaces)[number];

// What was saved last, or what came of taking it back.
export interface SavedWord {
  // "Samira: gezien"
  what: string;
  // Local time.
  at: string;
  notice: string;
  undoable: boolean;
}

// What surrounds every coach's screen.
export interface CoachFrame {
  readonly coach: string;
  readonly practice: boolean;
  readonly discrepancies: number;
  readonly calls: number;
  readonly unsent: number;
  // Seconds until coach mode leaves by itself; null while there is plenty of time.
  readonly leavesIn: number | null;
  readonly word: SavedWord | null;
  // Why the last thing was not done; null: it was.
  readonly trouble: string | null;
  // Something is on its way to the daemon.
  readonly busy: boolean;
  ongo(place: CoachPlace): void;
  onstay(): void;
  onleave(): void;
  onundo(): void;
  // It was read.
  onhush(): void;
}

const key = Symbol('coach frame');

export function provideCoachFrame(frame: CoachFrame): void {
  setContext(key, frame);
}

export function useCoachFrame(): CoachFrame {
  return getContext<CoachFrame>(key);
}
