import type { Entry } from '../entry.ts';
import { coachEntries } from './coach.ts';
import { participantEntries } from './participant.ts';

export const entries: readonly Entry[] = [...participantEntries, ...coachEntries];
