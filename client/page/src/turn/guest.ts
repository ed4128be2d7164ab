import type { Forgotten, Granted, Mine } from '../kiosk/port.ts';
import type { PersonCard } from '../model/people.ts';
import type { PlannedVisit } from '../model/visits.ts';

// Whoever stands before the kiosk, as long as they do.
export interface Guest {
  granted: Granted;
  // Null: their badge is not known here yet.
  me: PersonCard | null;
  hereSince: string | undefined;
  openVisits: readonly PlannedVisit[];
  excusedUntilBetter: boolean;
  forgotten: Forgotten | null;
  mine: Mine;
}

export const nothingMine: Mine = { companions: [], visits: [], help: [] };
