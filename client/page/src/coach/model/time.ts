import { formatDay, parseDay } from '@wijkboek/page/i18n/civil.ts';

// Reads a time of day as people type it: "9", "905", "9:05", "9.05", "09:05". What is no time becomes empty.
export function readTime(text: string): string {
  const match = /^\s*(\d{1,2})(?:\s*[:.u]?\s*(\d{2}))?\s*$/.exec(text);
  if (!match) return '';
  const hours = Number(match[1]);
  const minutes = Number(match[2] ?? 0);
  if (hours > 23 || minutes > 59) return '';
  return `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
}

// Reads a day as people here write it, day first: "3-3-2026", "03/03/2026", "3.3.2026". What is no day becomes empty.
export function readDate(text: string): string {
  const match = /^\s*(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})\s*$/.exec(text);
  if (!match) return '';
  const [day, month, year] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const date = new Date(Date.UTC(year, month - 1, day));
  // The 31st of February would be another day.
  if (date.getUTCDate() !== day || date.getUTCMonth() !== month - 1) return '';
  return formatDay({ year, month, day });
}

export function showDate(day: string): string {
  if (day === '') return '';
  const { year, month, day: number } = parseDay(day);
  return `${number}-${month}-${year}`;
}
