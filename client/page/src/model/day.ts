import { parseTime } from '@wijkboek/page/i18n/civil.ts';

export type PartOfDay = 'morning' | 'afternoon' | 'evening';

export function partOfDay(time: string): PartOfDay {
  const minutes = parseTime(time);
  return minutes < 12 * 60 ? 'morning' : minutes < 18 * 60 ? 'afternoon' : 'evening';
}
