import { describe, expect, test } from 'vitest';
import { countHere, groupsOf, needsOf, sortNeeds, type BoardGroup, type BoardPerson } from '../src/coach/model/board.ts';
import { beginSettling, contestOf, kindWords, settlingIsWhole, type Discrepancy } from '../src/coach/model/discrepancies.ts';
import { helpIsWhole, visitIsWhole } from '../src/coach/model/forms.ts';
import { markAllPresent, marksLeft } from '../src/coach/model/marks.ts';
import { readDate, readTime, showDate } from '../src/coach/model/time.ts';
import { entryFromSearch, mayCreate } from '../src/coach/model/walk-in.ts';

const person = (name: string, state: BoardPerson['standing']['state']): BoardPerson => ({
  who: { person: name, name },
  standing: { state },
});

describe('the board', () => {
  test('counts who is there: late and on a visit are there', () => {
    const people = [person('a', 'present'), person('b', 'late'), person('c', 'visit'), person('d', 'left'), person('e', 'pending')];
    expect(countHere(people)).toBe(3);
  });
  test('shows first whom nobody has heard of, and last what only waits for a kiosk', () => {
    const who = { person: 'a', name: 'A' };
    const sorted = sortNeeds([
      { kind: 'pending', who, kiosk: 'Noord' },
      { kind: 'unknown', who, began: '09:00' },
      { kind: 'call', who, language: 'so', called: 'c1' },
    ]);
    expect(sorted.map((need) => need.kind)).toEqual(['call', 'unknown', 'pending']);
  });
});

const item = (id: string, kind: string, people: readonly string[], event = 'e'): Discrepancy => ({
  id,
  kind,
  people: people.map((name) => ({ person: name, name })),
  day: '2026-03-02',
  session: '',
  what: '',
  detail: '',
  ageDays: 0,
  said: [{ what: 'attendance contested', who: '', where: '', at: '', event, strength: '' }],
  suggestion: '',
  settler: '',
  ways: [],
  settlements: [],
});

describe('the board of a day', () => {
  const rows = (['unknown', 'present', 'excused', 'pending'] as const).map((state) => ({
    who: { person: state, name: state },
    standing: { state },
    why: '',
    final: false,
  }));
  const session = { session: 's', title: 'Taal', day: '2026-03-03', start: '09:00', end: '12:00', cancelled: false, rows };
  const visit = (state: 'open' | 'done', who: readonly string[]) => ({
    visit: 'v',
    day: '2026-03-03',
    start: '10:30',
    end: '',
    state,
    participants: who.map((name) => ({ person: name, name })),
    residents: [],
    outcome: null,
    tasks: [],
    event: 'e',
  });
  const day = { day: '2026-03-03', sessions: [session], others: [] };
  const states = (visits: Parameters<typeof groupsOf>[1]) => groupsOf(day, visits)[0]?.people.map(({ standing }) => standing);

  test('who is on an open visit is at work, since it began; who is excused or waited for stays so', () => {
    expect(states([visit('open', ['unknown', 'present', 'excused', 'pending'])])).toEqual([
      { state: 'visit', since: '10:30' },
      { state: 'visit', since: '10:30' },
      { state: 'excused' },
      { state: 'pending' },
    ]);
  });
  test('a visit that is over is no longer one', () => {
    expect(states([visit('done', ['unknown'])])?.[0]).toEqual({ state: 'unknown' });
  });

  const group: BoardGroup = { ...session, people: [person('a', 'unknown'), person('b', 'present'), person('c', 'pending')] };
  const from = { groups: [group], discrepancies: [], cases: [], unowned: [] };
  const kinds = (more: Partial<Parameters<typeof needsOf>[0]>) => needsOf({ ...from, ...more }).map(({ kind }) => kind);

  test('needs a hand: not known yet, and pending; who is there does not', () => {
    expect(kinds({})).toEqual(['unknown', 'pending']);
  });
  test('a group of which nearly nobody was seen is one need, and those who wait for something else are still seen', () => {
    const many = ['a', 'b', 'c', 'd', 'e'].map((name) => person(name, 'unknown'));
    const needs = needsOf({ ...from, groups: [{ ...group, people: [...many, person('z', 'pending')] }] });
    expect(needs).toMatchObject([{ kind: 'unseen', count: 5, session: 's', began: '09:00' }, { kind: 'pending' }]);
    expect(needsOf({ ...from, groups: [{ ...group, people: many.slice(1) }] }).map(({ kind }) => kind)).toEqual(Array(4).fill('unknown'));
  });
  test('nobody is missed at a session that does not take place', () => {
    expect(kinds({ groups: [{ ...group, cancelled: true }] })).toEqual([]);
  });
  test('a case wants a call only at its beginning', () => {
    const one = { id: 'c', who: { person: 'x', name: 'X' }, language: 'ti', days: [], stageSaid: '' };
    expect(kinds({ cases: [{ ...one, stage: 'call' }, { ...one, stage: 'heard' }] })).toEqual(['call', 'unknown', 'pending']);
  });
  test('what is in doubt about somebody of today is on top; about others it is in the list of discrepancies', () => {
    const discrepancies = [item('d1', 'forgotten_check_out', ['a']), item('d2', 'visit_denied', ['b']), item('d3', 'visit_denied', ['z'])];
    expect(kinds({ discrepancies })).toEqual(['unknown', 'discrepancy', 'forgotten', 'pending']);
  });
  test('somebody without a badge leads to the discrepancy that asks who it was', () => {
    const needs = needsOf({ ...from, discrepancies: [item('d9', 'unowned_check_in', [], 'e9')], unowned: [{ event: 'e9', at: '09:12', picture: 'boat' }] });
    expect(needs.find(({ kind }) => kind === 'unowned')).toMatchObject({ discrepancy: 'd9', picture: 'boat' });
  });
});

describe('settling', () => {
  test('a time begins on the day that it is about', () => {
    expect(beginSettling(item('d', 'forgotten_check_out', ['a']), 'end').value).toBe('2026-03-02T');
    expect(beginSettling(item('d', 'help_denied', ['a']), 'minutes').value).toBe('');
  });
  test('what a kiosk captured without knowing the time has no day until somebody says one', () => {
    const begun = beginSettling(item('d', 'clock_uncertain', ['a']), 'time');
    expect(begun.value).toBe('T');
    expect(settlingIsWhole({ ...begun, value: 'T10:05' })).toBe(false);
  });
  test('is whole with what its way wants, and not before', () => {
    const whole = (way: Parameters<typeof beginSettling>[1], value: string) => settlingIsWhole({ id: 'd', way, value, note: '' });
    expect([whole('accept', ''), whole('reject', '')]).toEqual([true, true]);
    expect([whole('minutes', '45'), whole('minutes', '0'), whole('minutes', 'many')]).toEqual([true, false, false]);
    expect([whole('end', '2026-03-02T'), whole('end', 'T16:00'), whole('end', '2026-03-02T16:00')]).toEqual([false, false, true]);
    expect([whole('status', ''), whole('status', 'late'), whole('person', '')]).toEqual([false, true, false]);
  });
  test('only a contest has a voice', () => {
    expect(contestOf(item('d', 'attendance_contested', ['a'], 'e4'))).toBe('e4');
    expect(contestOf(item('d', 'help_denied', ['a'], 'e4'))).toBeUndefined();
  });
});

describe('marking a group', () => {
  test('what was not saved stays chosen', () => {
    expect(marksLeft({ a: 'present', b: 'late' }, ['a'])).toEqual({ b: 'late' });
  });
  test('marks nobody who is known, and nobody whom another kiosk may know better', () => {
    const people = [person('a', 'unknown'), person('b', 'present'), person('c', 'pending'), person('d', 'excused'), person('e', 'unknown')];
    expect(markAllPresent(people, { e: 'late' })).toEqual({ a: 'present', e: 'late' });
  });
});

test('times are read as people type them', () => {
  expect(['9', '905', '9:05', '9.05', '9u05', '0905', ' 23:59 '].map(readTime)).toEqual([
    '09:00',
    '09:05',
    '09:05',
    '09:05',
    '09:05',
    '09:05',
    '23:59',
  ]);
  expect(['', '24:00', '12:60', 'noon', '1:2:3', '-1'].map(readTime)).toEqual(['', '', '', '', '', '']);
});

test('days are read and written day first', () => {
  expect(['3-3-2026', '03/03/2026', '3.3.2026', '29-2-2024'].map(readDate)).toEqual(['2026-03-03', '2026-03-03', '2026-03-03', '2024-02-29']);
  expect(['', '29-2-2026', '31-4-2026', '2026-03-03', '3-3-26'].map(readDate)).toEqual(['', '', '', '', '']);
  expect(showDate('2026-03-03')).toBe('3-3-2026');
  expect(showDate('')).toBe('');
});

test('a visit needs who, when and how it went; its end comes after its start', () => {
  const whole = {
    resident: 'r1',
    participants: ['a'],
    day: '2026-03-03',
    start: '10:00',
    end: '11:00',
    outcome: 'done',
    tasks: [],
    note: '',
    visit: '',
  } as const;
  expect(visitIsWhole(whole)).toBe(true);
  expect(visitIsWhole({ ...whole, end: '10:00' })).toBe(false);
  expect(visitIsWhole({ ...whole, participants: [] })).toBe(false);
  expect(visitIsWhole({ ...whole, outcome: null })).toBe(false);
});

test('nobody helps themselves', () => {
  const whole = { helper: 'a', helped: 'b', subject: 'language', minutes: '30', day: '2026-03-03' } as const;
  expect(helpIsWhole(whole)).toBe(true);
  expect(helpIsWhole({ ...whole, helped: 'a' })).toBe(false);
  expect(helpIsWhole({ ...whole, subject: null })).toBe(false);
});

test('somebody new is registered only after a search', () => {
  expect(mayCreate(' ')).toBe(false);
  expect(mayCreate('Yo')).toBe(true);
  expect(entryFromSearch('Yonas van Verzonnen')).toEqual({ given: 'Yonas', family: 'van Verzonnen', birthDate: '', language: null });
});

test('a kind of discrepancy that is not known yet is shown all the same', () => {
  expect(kindWords('forgotten_check_out')).toBe('sort.forgotten_check_out');
  expect(kindWords('brand_new')).toBe('sort.other');
});
