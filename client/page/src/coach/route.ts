import type { CoachPlace } from './parts/coach-frame.ts';

// Where a coach is. What is filled in on a screen is the screen's own.
export type Route =
  | { at: 'today' }
  | { at: 'person'; person: string; deed?: 'excuse' | undefined }
  | { at: 'visit'; participant?: string | undefined }
  | { at: 'help'; helper?: string | undefined }
  | { at: 'walkIn' }
  | { at: 'discrepancies'; open?: string | undefined }
  | { at: 'calls' }
  | { at: 'kiosk' };

export const routeOf = (place: CoachPlace): Route => ({ at: place });
