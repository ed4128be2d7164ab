import { describe, expect, test } from 'vitest';
import { countHere, sortNeeds, type BoardPerson } from '../src/coach/model/board.ts';
import { kindWords } from '../src/coach/model/discrepancies.ts';
import { helpIsWhole, visitIsWhole } from '../src/coach/model/forms.ts';
import { markAllPresent } from '../src/coach/model/marks.ts';
import { readDate, readTime, showDate } from '../src/coach/model/time.ts';
import { entryFromSearch, mayCreate } from '../src/coach/model/walk-in.ts';

const person = (name: string, state: BoardPerson['standing']['state']): BoardPerson => ({
  who: { person: name, name },
  standing: { state },
  seen: 0,
  goal: 3,
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
      { kind: 'call', who, language: 'Soomaali' },
    ]);
    expect(sorted.map((need) => need.kind)).toEqual(['call', 'unknown', 'pending']);
  });
});

describe('marking a group', () => {
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
  } as const;
  expect(visitIsWhole(whole)).toBe(true);
  expect(visitIsWhole({ ...whole, end: '10:00' })).toBe(false);
  expect(visitIsWhole({ ...whole, participants: [] })).toBe(false);
  expect(visitIsWhole({ ...whole, outcome: null })).toBe(false);
});

test('nobody helps themselves', () => {
  const whole = { helper: 'a', helped: 'b', subject: 'language', minutes: '30' } as const;
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
