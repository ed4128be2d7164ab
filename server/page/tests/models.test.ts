import { create } from '@bufbuild/protobuf';
import { expect, test } from 'vitest';
import { AttendanceItemSchema } from '../generated/wijkboek/v1/office_page_pb.ts';
import { DeviceSchema } from '../generated/wijkboek/v1/office_pb.ts';
import { GetReportRequestSchema, GetReportResponseSchema } from '../generated/wijkboek/v1/reports_pb.ts';
import { CaseItemSchema, DiscrepancyItemSchema } from '../generated/wijkboek/v1/settling_pb.ts';
import { DeviceState } from '../generated/wijkboek/v1/sync_pb.ts';
import { calendar } from '../src/model/calendar.ts';
import { hasLetter, isLanguageTag, nextStep } from '../src/model/cases.ts';
import { kioskState } from '../src/model/kiosk.ts';
import { collect, exportWords, forms } from '../src/model/download.ts';
import { dayNumber, monthsOf, requestOf, spans } from '../src/model/reports.ts';
import { acceptable, dayOfTimes, decisionOf, waysOf } from '../src/model/settling.ts';
import { allowed, rail } from '../src/parts/places.ts';
import { readPlace, writePlace } from '../src/router.svelte.ts';
import { serverWords } from '../src/words/server-words.ts';
import { briefMoment, civilMoment, codeWords, dutchWords, hours, moment, percent, saidMoment } from '../src/words/words.ts';

const say = dutchWords.say;

test('an address is read as it was written, whatever stands in it', () => {
  const address = writePlace(['people', 'a/b ü'], { text: 'De Wit & Co', centre: '', page: undefined });
  expect(readPlace(address)).toEqual({ parts: ['people', 'a/b ü'], query: { text: 'De Wit & Co' } });
  expect(readPlace('')).toEqual({ parts: [], query: {} });
  expect(readPlace('#/%E0%A4%A').parts).toEqual(['?']);
});

test('a calendar has every day of its months once, weeks from Monday', () => {
  const items = [create(AttendanceItemSchema, { day: '2026-02-28', session: 'a' }), create(AttendanceItemSchema, { day: '2026-03-01', session: 'b' }), create(AttendanceItemSchema, { day: '2026-03-01', session: 'c' })];
  const [march, february, ...more] = calendar(items, '2026-02-14', '2026-03-11');
  expect(more).toEqual([]);
  expect([march?.month, february?.month]).toEqual([3, 2]);
  const days = (march?.weeks ?? []).flat();
  expect(days.filter((day) => day !== null).map((day) => day?.day.slice(8)).join(' ')).toBe(Array.from({ length: 31 }, (_, i) => String(i + 1).padStart(2, '0')).join(' '));
  // 1 March 2026 is a Sunday.
  expect(march?.weeks[0]?.map((day) => day?.items.length ?? null)).toEqual([null, null, null, null, null, null, 2]);
  expect(february?.weeks.at(-1)?.[5]?.items[0]?.session).toBe('a');
  expect(calendar(items, '', '')).toEqual([]);
});

test('only what can be a decision is one', () => {
  const item = create(DiscrepancyItemSchema, { ways: ['accept', 'end', 'dance', 'minutes'], suggestion: 'end 16:00', open: true });
  const [accept, end, minutes] = waysOf(item);
  expect(waysOf(item).map(({ id }) => id)).toEqual(['accept', 'end', 'minutes']);
  if (!accept || !end || !minutes) throw new Error('a way is missing');
  expect(decisionOf(accept, '')).toEqual({ case: 'accept', value: true });
  expect(decisionOf({ ...accept, id: 'reject' }, '')).toEqual({ case: 'accept', value: false });
  expect(decisionOf(end, '2026-03-03T24:00')).toBeNull();
  expect(decisionOf(end, 'T15:30')).toBeNull();
  expect(decisionOf(end, '2026-03-03T15:30')).toEqual({ case: 'end', value: '2026-03-03T15:30' });
  expect(decisionOf(minutes, '-5')).toBeNull();
  expect(decisionOf(minutes, '45')).toEqual({ case: 'minutes', value: 45 });
});

test('a time is of the day that it is about; what has no certain time has no certain day either', () => {
  const item = create(DiscrepancyItemSchema, { kind: 'forgotten_check_out', day: '2026-03-03' });
  expect(dayOfTimes(item)).toBe('2026-03-03');
  expect(dayOfTimes({ ...item, kind: 'clock_uncertain' })).toBe('');
});

test('what is accepted by one press has a suggestion and is open', () => {
  const item = create(DiscrepancyItemSchema, { ways: ['accept'], suggestion: 'accept', open: true });
  expect(acceptable(item)).toBe(true);
  expect(acceptable({ ...item, suggestion: '' })).toBe(false);
  expect(acceptable({ ...item, open: false })).toBe(false);
  expect(acceptable({ ...item, ways: ['end'] })).toBe(false);
  // Without a suggestion nothing is called one.
  expect(waysOf({ ...item, suggestion: '' })[0]?.word).toBe('way.keep');
});

test('a case goes its way, and a retraction comes before everything else', () => {
  const of = (stage: string, retractionOpen = false) => create(CaseItemSchema, { stage, retractionOpen });
  expect(['call', 'open', 'heard', 'sent', 'accounted', 'retracted'].map((stage) => nextStep(of(stage)))).toEqual(['hear', 'hear', 'send', 'account', null, null]);
  expect(nextStep(of('retracted', true))).toBe('acknowledge');
  expect([hasLetter(of('heard')), hasLetter(of('sent'))]).toEqual([false, true]);
  expect(['nl', 'tzm', 'ku-Arab', 'ar-MA', '', 'Nederlands', 'n'].map(isLanguageTag)).toEqual([true, true, true, true, false, false, false]);
});

test('a kiosk is what is known of it', () => {
  const now = 10_000_000n;
  const of = (more: object) => kioskState(create(DeviceSchema, { state: DeviceState.ENROLLED, lastHeardMs: now - 1000n, ...more }), now).word;
  expect(of({})).toBe('kiosk.heard');
  expect(of({ lastHeardMs: now - 16n * 60_000n })).toBe('kiosk.silent');
  expect(of({ lastHeardMs: 0n })).toBe('kiosk.neverHeard');
  expect(of({ state: DeviceState.LOST })).toBe('kiosk.lost');
  expect(of({ replacedBy: 'Balie' })).toBe('kiosk.replaced');
});

test('what is asked for is what was chosen', () => {
  const choice = { report: 'hours-month', first: '2026-01-01', last: '2026-03-31', centre: 'WLB "Ünder" & Co', cohort: '', programme: '', person: '', hidden: false, known: '2026-03-31T17:00', language: 'nl' };
  const request = create(GetReportRequestSchema, requestOf(choice));
  expect(request.report).toMatchObject({ case: 'hours', value: { by: 3 } });
  expect([request.firstDay, request.lastDay, request.centre, request.asKnownAt?.time]).toEqual([20454, 20543, 'WLB "Ünder" & Co', '2026-03-31T17:00']);
  expect(request.language).toBe('nl');
  expect(dayNumber('1970-01-02')).toBe(1);
  // Small counts are hidden where counts are of people, and nowhere else.
  const hidden = (report: string) => create(GetReportRequestSchema, requestOf({ ...choice, report, hidden: true })).hideBelow;
  expect(['outcomes', 'outcomes-gender', 'funnel', 'ladder', 'transfers', 'indicators-esf-plus', 'attendance-list', 'aftercare'].map(hidden)).toEqual([5, 5, 5, 5, 5, 5, 0, 0]);
  // A kiosk is of no programme.
  expect(create(GetReportRequestSchema, requestOf({ ...choice, report: 'kiosks', programme: 'a1', cohort: 'b2' }))).toMatchObject({ programme: '', cohort: '' });
  expect(create(GetReportRequestSchema, requestOf({ ...choice, report: 'book', person: 'c3' })).report).toMatchObject({ case: 'book', value: { person: 'c3' } });
});

test('a file speaks the words of the page', () => {
  const words = exportWords(dutchWords.say);
  expect(words['column.left early']).toBe(words['column.left_early']);
  expect(words['column.month']).toBe('Maand');
  expect(Object.keys(words).every((key) => key.startsWith('column.') || key.startsWith('cell.'))).toBe(true);
});

test('pieces make one file', async () => {
  async function* pieces() {
    for (const text of ['month,', 'expected\r\n', '']) yield await Promise.resolve({ content: new TextEncoder().encode(text) });
  }
  const file = await collect(pieces(), forms.csv.type);
  expect(await file.text()).toBe('month,expected\r\n');
  expect(file.type).toBe('text/csv;charset=utf-8');
});

test('totals by month are drawn, and sums below them are not', () => {
  const table = create(GetReportResponseSchema, {
    columns: [{ name: 'month' }, { name: 'present', number: true }, { name: 'known', number: true }],
    rows: [{ cells: ['2026-01', '10', '1'] }, { cells: ['2026-02', '20', '2'] }, { cells: ['total', '30', '3'] }],
  });
  const drawing = monthsOf(say, table, (name) => name);
  expect(drawing?.names).toEqual(['jan 2026', 'feb 2026']);
  expect(drawing?.series.map(({ name, values }) => [name, values])).toEqual([['present', [10, 20]]]);
  table.rows[0]!.cells[0] = 'Amina Verzonnen';
  expect(monthsOf(say, table, (name) => name)).toBeNull();
});

test('spans of days are those of the calendar', () => {
  expect(spans('2026-03-11').map(({ id, first, last }) => [id, first, last])).toEqual([
    ['month', '2026-03-01', '2026-03-11'],
    ['monthBefore', '2026-02-01', '2026-02-28'],
    ['quarterBefore', '2025-10-01', '2025-12-31'],
    ['year', '2026-01-01', '2026-03-11'],
  ]);
  expect(spans('2026-11-23')[2]).toEqual({ id: 'quarterBefore', first: '2026-07-01', last: '2026-09-30' });
});

test('times are those of Amsterdam, in summer and in winter', () => {
  expect(civilMoment(Date.parse('2026-03-11T09:40:00Z'))).toBe('2026-03-11 10:40');
  expect(civilMoment(Date.parse('2026-07-01T22:30:00Z'))).toBe('2026-07-02 00:30');
  expect(moment(say, 0n)).toBe('nog nooit');
  const now = Date.parse('2026-03-11T09:40:00Z');
  expect([briefMoment(say, now, now), briefMoment(say, now - 366 * 86_400_000, now), briefMoment(say, 0n, now)]).toEqual(['11 mrt 10:40', '10 mrt 2025 10:40', 'nog nooit']);
  expect(saidMoment(say, '2026-03-03 09:05')).toBe('di 3 mrt 2026 09:05');
  expect([hours('nl', 90n), percent(3, 4), percent(0, 0)]).toEqual(['1,5', '75%', '–']);
});

test('what the server says is put into Dutch where it is known, and shown as it is where not', () => {
  expect(serverWords(say, 'checked in 08:58, ended by rule 16:00')).toBe('Ingecheckt 08:58, door de regel geëindigd 16:00');
  expect(serverWords(say, 'marked absent; something new')).toBe('Als afwezig opgeschreven; something new');
  expect(codeWords(say, 'kind', 'forgotten_check_out')).toBe('Niet uitgecheckt');
  expect(codeWords(say, 'kind', 'a_newer_kind')).toBe('a_newer_kind');
  expect(codeWords(say, 'stage', 'retraction acknowledged')).toBe('Intrekking bekend');
});

test('the rail shows what the account may call', () => {
  const mine = (...may: readonly string[]) => rail.filter((place) => allowed(place, (method) => may.includes(method))).map(({ at }) => at);
  expect(mine('GetReport', 'ListCases')).toEqual(['cases', 'reports']);
  expect(mine('ListAudit')).toEqual(['admin']);
  expect(mine()).toEqual([]);
});
