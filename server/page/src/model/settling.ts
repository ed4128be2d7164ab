import { MarkStatus } from '../../generated/wijkboek/v1/presence_pb.ts';
import type { Decision, DiscrepancyItem, NamedPerson } from '../../generated/wijkboek/v1/settling_pb.ts';
import type { Key } from '../words/words.ts';

type Value = Decision['value'];

export interface Way {
  id: string;
  word: Key;
  // What must be said besides: nothing, a time, a status, minutes, or somebody.
  asks: 'nothing' | 'time' | 'status' | 'minutes' | 'person';
}

const known: Readonly<Record<string, Way>> = {
  accept: { id: 'accept', word: 'way.accept', asks: 'nothing' },
  reject: { id: 'reject', word: 'way.reject', asks: 'nothing' },
  start: { id: 'start', word: 'way.start', asks: 'time' },
  end: { id: 'end', word: 'way.end', asks: 'time' },
  time: { id: 'time', word: 'way.time', asks: 'time' },
  status: { id: 'status', word: 'way.status', asks: 'status' },
  minutes: { id: 'minutes', word: 'way.minutes', asks: 'minutes' },
  person: { id: 'person', word: 'way.person', asks: 'person' },
};

// The ways that are offered, as far as this page knows how to go them.
export function waysOf(item: DiscrepancyItem): readonly Way[] {
  // Without a suggestion, to accept is to leave it as it stands.
  const accept: Way = { id: 'accept', word: 'way.keep', asks: 'nothing' };
  return item.ways.flatMap((way) => (way === 'accept' && item.suggestion === '' ? accept : (known[way] ?? [])));
}

export const statuses: readonly { id: string; word: Key; status: MarkStatus }[] = [
  { id: 'present', word: 'status.present', status: MarkStatus.PRESENT },
  { id: 'late', word: 'status.late', status: MarkStatus.LATE },
  { id: 'excused', word: 'status.excused', status: MarkStatus.EXCUSED },
  { id: 'absent', word: 'status.absent', status: MarkStatus.ABSENT },
];

// On which day a time is until somebody says otherwise. What has no certain time has no certain day either.
export const dayOfTimes = (item: DiscrepancyItem): string => (item.kind === 'clock_uncertain' ? '' : item.day);

// What was typed as a decision, a time as "2026-03-03T16:00"; null: it is not one yet.
export function decisionOf(way: Way, typed: string): Value | null {
  const text = typed.trim();
  switch (way.id) {
    case 'accept':
      return { case: 'accept', value: true };
    case 'reject':
      return { case: 'accept', value: false };
    case 'start':
    case 'end':
    case 'time':
      return /^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d$/.test(text) ? { case: way.id, value: text } : null;
    case 'status': {
      const found = statuses.find((one) => one.id === text);
      return found ? { case: 'status', value: found.status } : null;
    }
    case 'minutes':
      return /^\d{1,4}$/.test(text) ? { case: 'minutes', value: Number(text) } : null;
    case 'person':
      return /^[0-9a-f]{4,}$/i.test(text) ? { case: 'person', value: text } : null;
    default:
      return null;
  }
}

// Who looks into it is this coach.
export const isMine = (item: { assignedTo?: NamedPerson | undefined }, coach: string): boolean => coach !== '' && item.assignedTo?.person === coach;

// Those that can be settled by one press for all of them: open, with a suggestion that can be accepted.
export const acceptable = (item: DiscrepancyItem): boolean => item.open && item.suggestion !== '' && item.ways.includes('accept');
