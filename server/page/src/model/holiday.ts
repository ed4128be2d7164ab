import { addDays } from '@wijkboek/page/i18n/civil.ts';
import type { SessionRow } from '../../generated/wijkboek/v1/office_page_pb.ts';

// Sessions that are called off together.

// How many days the server lists at once.
export const holiday_days_max = 62;

export const daysFit = (first: string, last: string): boolean => first !== '' && first <= last && last <= addDays(first, holiday_days_max - 1);

export const toCallOff = (sessions: readonly SessionRow[]): readonly SessionRow[] => sessions.filter((one) => !one.cancelled);

// `now` is "2026-03-11 10:40", in Amsterdam like a session's times.
export const hasBegun = (one: SessionRow, now: string): boolean => `${one.day} ${one.start}` <= now;
