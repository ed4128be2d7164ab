import type { ImportRosterResponse, MadeBadge } from '../../generated/wijkboek/v1/roster_pb.ts';
import { known } from './facts.ts';
import { weekdayWord } from './own-times.ts';

// A roster as CSV files (docs/roster-import.md).

// RFC 4180: quoted where something in it would end the cell.
export const cell = (text: string): string => (/[",;\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
export const csv = (rows: readonly (readonly string[])[]): string => rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');

export interface WeeklyForm {
  title: string;
  centre: string;
  cohorts: readonly string[];
  // 1 is Monday.
  weekdays: readonly number[];
  start: string;
  end: string;
  firstDay: string;
  lastDay: string;
}

const columns = ['key', 'centre', 'cohorts', 'title', 'weekdays', 'start', 'end', 'first_day', 'last_day'] as const;

// A timetable of one row: a session on each of these days of the week.
export function weeklyCsv(key: string, form: WeeklyForm): string {
  const days = [...form.weekdays].sort((a, b) => a - b).map(weekdayWord).join(' ');
  return csv([columns, [key, known(form.centre), form.cohorts.map(known).join('|'), form.title.trim(), days, form.start, form.end, form.firstDay, form.lastDay]]);
}

export const rosterFiles = ['centres', 'cohorts', 'people', 'coaches', 'residents', 'enrolments', 'timetable', 'exceptions', 'holidays', 'badges'].map((name) => `${name}.csv`);

export interface FileAt {
  name: string;
  size: number;
}
// 3 MiB, as the call says.
export const roster_bytes_max = 3 * 1024 * 1024;

// What can be said of files before they are sent: those of no roster, and too much at once.
export function filesFit(files: readonly FileAt[]): { unknown: readonly string[]; tooMuch: boolean } {
  return {
    unknown: files.map(({ name }) => name).filter((name) => !rosterFiles.includes(name)),
    tooMuch: files.reduce((sum, { size }) => sum + size, 0) > roster_bytes_max,
  };
}

export const begunIn = (answer: ImportRosterResponse): number => answer.begunMoved + answer.begunCancelled;

export const badgesCsv = (badges: readonly MadeBadge[]): string => csv([['person', 'text', 'number'], ...badges.map(({ person, text, number }) => [person, text, number])]);
