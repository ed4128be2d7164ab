import { addDays, parseDay } from '@wijkboek/page/i18n/civil.ts';
import type { AttendanceItem } from '../../generated/wijkboek/v1/office_page_pb.ts';

export interface CalendarDay {
  day: string;
  items: readonly AttendanceItem[];
}
export interface CalendarMonth {
  year: number;
  month: number;
  // Weeks of seven days from Monday; null: the day is of another month.
  weeks: readonly (readonly (CalendarDay | null)[])[];
}

// The months that the days touch, latest first.
export function calendar(items: readonly AttendanceItem[], first: string, last: string): readonly CalendarMonth[] {
  if (first === '' || last === '' || first > last) return [];
  const byDay = new Map<string, AttendanceItem[]>();
  for (const item of items) byDay.set(item.day, [...(byDay.get(item.day) ?? []), item]);

  const months: CalendarMonth[] = [];
  for (let start = `${first.slice(0, 7)}-01`; start <= last; ) {
    const { year, month, weekday } = parseDay(start);
    const days: (CalendarDay | null)[] = Array.from({ length: weekday - 1 }, () => null);
    let day = start;
    while (day.slice(0, 7) === start.slice(0, 7)) {
      days.push({ day, items: byDay.get(day) ?? [] });
      day = addDays(day, 1);
    }
    while (days.length % 7) days.push(null);
    months.unshift({ year, month, weeks: Array.from({ length: days.length / 7 }, (_, i) => days.slice(i * 7, i * 7 + 7)) });
    start = day;
  }
  return months;
}
