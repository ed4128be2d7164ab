import type { Entry } from '../entry.ts';
import { participantEntries } from './participant.ts';

export const entries: readonly Entry[] = [...participantEntries];
