import type { Entry } from '../entry.ts';
import { coachVisitEntries } from './coach-visits.ts';
import { coachEntries } from './coach.ts';
import { participantEntries } from './participant.ts';

export const entries: readonly Entry[] = [...participantEntries, ...coachEntries, ...coachVisitEntries];
