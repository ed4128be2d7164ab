import type { MessageInitShape } from '@bufbuild/protobuf';
import { addDays } from '@wijkboek/page/i18n/civil.ts';
import {
  AttendanceReportRequest_By as AttendanceBy,
  type GetReportRequestSchema,
  HoursReportRequest_By as HoursBy,
  type GetReportResponse,
} from '../../generated/wijkboek/v1/reports_pb.ts';
import type { Drawing } from '../charts/drawing.ts';
import type { Say } from '../words/words.ts';

export type ReportInit = MessageInitShape<typeof GetReportRequestSchema>;
type Which = NonNullable<ReportInit['report']>;

// The reports that can be chosen, by the word in the address.
export const reports: Readonly<Record<string, Which>> = {
  'attendance-person': { case: 'attendance', value: { by: AttendanceBy.PERSON } },
  'attendance-session': { case: 'attendance', value: { by: AttendanceBy.SESSION } },
  'attendance-status': { case: 'attendance', value: { by: AttendanceBy.STATUS } },
  'attendance-cohort': { case: 'attendance', value: { by: AttendanceBy.COHORT } },
  'attendance-month': { case: 'attendance', value: { by: AttendanceBy.MONTH } },
  'hours-enrolment': { case: 'hours', value: { by: HoursBy.ENROLMENT } },
  'hours-cohort': { case: 'hours', value: { by: HoursBy.COHORT } },
  'hours-month': { case: 'hours', value: { by: HoursBy.MONTH } },
  presence: { case: 'presence', value: {} },
  visits: { case: 'visits', value: {} },
  tasks: { case: 'tasks', value: {} },
  help: { case: 'help', value: {} },
  balances: { case: 'balances', value: {} },
  sightings: { case: 'sightings', value: {} },
  pending: { case: 'pending', value: {} },
  doubts: { case: 'doubts', value: {} },
  cases: { case: 'cases', value: {} },
  path: { case: 'path', value: {} },
  outcomes: { case: 'outcomes', value: {} },
  kiosks: { case: 'kiosks', value: {} },
};

// Days since 1970, as the protocol counts them.
export function dayNumber(day: string): number {
  return Math.round(Date.parse(`${day}T00:00:00Z`) / 86_400_000);
}

export interface ReportChoice {
  report: string;
  first: string;
  last: string;
  centre: string;
  cohort: string;
  // "2026-03-31T17:00"; empty: now.
  known: string;
}

export function requestOf(choice: ReportChoice): ReportInit {
  const report = reports[choice.report];
  const request: ReportInit = { centre: choice.centre, cohort: choice.report === 'kiosks' ? '' : choice.cohort };
  if (report) request.report = report;
  if (choice.first) request.firstDay = dayNumber(choice.first);
  if (choice.last) request.lastDay = dayNumber(choice.last);
  if (choice.known) request.asKnownAt = { time: choice.known };
  return request;
}

// Something like "2026-03" in its first column, and numbers beside it: totals by month, which can be drawn. Sums below a table are not months.
export function monthsOf(say: Say, answer: GetReportResponse, word: (column: string) => string): Drawing | null {
  const rows = answer.rows.filter((row) => /^\d{4}-\d\d$/.test(row.cells[0] ?? ''));
  if (rows.length < 2) return null;
  const wanted = ['present', 'excused', 'absent final', 'absent not final', 'pending', 'hours', 'to confirm', 'minutes'];
  const tones = ['action', 'sky', 'peach', 'plum', 'sun'] as const;
  const columns = answer.columns.map(({ name, number }, i) => ({ name, number, i })).filter(({ name, number }) => number && wanted.includes(name)).slice(0, tones.length);
  if (columns.length === 0) return null;
  return {
    kind: 'bar',
    stacked: true,
    names: rows.map((row) => {
      const [year = '', month = ''] = (row.cells[0] ?? '').split('-');
      return `${say('date.monthShort', { month: Number(month) })} ${year}`;
    }),
    series: columns.map(({ name, i }, at) => ({
      name: word(name),
      tone: tones[at] ?? 'action',
      values: rows.map((row) => Number((row.cells[i] ?? '0').replaceAll(',', '')) || 0),
    })),
  };
}

// The month that is going on, and those before it, as days.
export function spans(today: string): readonly { id: string; first: string; last: string }[] {
  const month = `${today.slice(0, 7)}-01`;
  const before = `${addDays(month, -1).slice(0, 7)}-01`;
  const year = Number(today.slice(0, 4));
  const quarter = Math.floor((Number(today.slice(5, 7)) - 1) / 3) * 3 + 1;
  const first = `${year}-${String(quarter).padStart(2, '0')}-01`;
  const last = addDays(first, -1);
  const firstBefore = `${last.slice(0, 4)}-${String(Number(last.slice(5, 7)) - 2).padStart(2, '0')}-01`;
  return [
    { id: 'month', first: month, last: today },
    { id: 'monthBefore', first: before, last: addDays(month, -1) },
    { id: 'quarterBefore', first: firstBefore, last },
    { id: 'year', first: `${year}-01-01`, last: today },
  ];
}
