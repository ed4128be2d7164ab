import type { MessageInitShape } from '@bufbuild/protobuf';
import { addDays } from '@wijkboek/page/i18n/civil.ts';
import {
  AttendanceReportRequest_By as AttendanceBy,
  type GetReportRequestSchema,
  HoursReportRequest_By as HoursBy,
  IndicatorReportRequest_Set as IndicatorSet,
  TaskReportRequest_By as TaskBy,
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
  'attendance-list': { case: 'attendance', value: { by: AttendanceBy.LIST } },
  'attendance-cohort': { case: 'attendance', value: { by: AttendanceBy.COHORT } },
  'attendance-month': { case: 'attendance', value: { by: AttendanceBy.MONTH } },
  'hours-enrolment': { case: 'hours', value: { by: HoursBy.ENROLMENT } },
  'hours-cohort': { case: 'hours', value: { by: HoursBy.COHORT } },
  'hours-month': { case: 'hours', value: { by: HoursBy.MONTH } },
  presence: { case: 'presence', value: {} },
  visits: { case: 'visits', value: {} },
  tasks: { case: 'tasks', value: {} },
  'tasks-area': { case: 'tasks', value: { by: TaskBy.AREA } },
  help: { case: 'help', value: {} },
  balances: { case: 'balances', value: {} },
  sightings: { case: 'sightings', value: {} },
  pending: { case: 'pending', value: {} },
  doubts: { case: 'doubts', value: {} },
  cases: { case: 'cases', value: {} },
  path: { case: 'path', value: {} },
  outcomes: { case: 'outcomes', value: {} },
  'outcomes-gender': { case: 'outcomes', value: { by: 'gender' } },
  'outcomes-age': { case: 'outcomes', value: { by: 'age' } },
  'outcomes-education': { case: 'outcomes', value: { by: 'education' } },
  funnel: { case: 'funnel', value: {} },
  ladder: { case: 'ladder', value: {} },
  transfers: { case: 'transfers', value: {} },
  aftercare: { case: 'aftercare', value: {} },
  'indicators-esf-plus': { case: 'indicators', value: { set: IndicatorSet.ESF_PLUS } },
  'indicators-esf-2014': { case: 'indicators', value: { set: IndicatorSet.ESF_2014 } },
  kiosks: { case: 'kiosks', value: {} },
};

// About one participant; chosen from their page.
export const personReports = ['progress', 'book'] as const;

export const isReport = (word: string) => word in reports || (personReports as readonly string[]).includes(word);

// Whose counts can be hidden from outsiders.
const countsPeople = ['outcomes', 'funnel', 'ladder', 'transfers', 'indicators'];
export function canHide(report: string): boolean {
  return countsPeople.includes(reports[report]?.case ?? '');
}
// Counts below this are hidden from outsiders.
const hideBelow = 5;

// What became of people takes longer than a month.
export function isOfAYear(report: string): boolean {
  return canHide(report) || report === 'aftercare' || (personReports as readonly string[]).includes(report);
}

function which(choice: ReportChoice): Which | undefined {
  if (choice.report === 'progress') return { case: 'progress', value: { person: choice.person } };
  if (choice.report === 'book') return { case: 'book', value: { person: choice.person } };
  return reports[choice.report];
}

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
  programme: string;
  // Of a report about one participant.
  person: string;
  // For outsiders.
  hidden: boolean;
  // "2026-03-31T17:00"; empty: now.
  known: string;
  // Of the small print: "nl", or empty for English.
  language: string;
}

export function requestOf(choice: ReportChoice): ReportInit {
  const report = which(choice);
  const ofKiosks = choice.report === 'kiosks';
  const request: ReportInit = { language: choice.language, centre: choice.centre, cohort: ofKiosks ? '' : choice.cohort, programme: ofKiosks ? '' : choice.programme };
  if (choice.hidden && canHide(choice.report)) request.hideBelow = hideBelow;
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
