import { expect, test } from 'vitest';
import { addDays, formatTime, parseDay, parseTime } from '@wijkboek/page/i18n/civil.ts';

test('a day knows its weekday', () => {
  expect(parseDay('2026-03-03')).toEqual({ year: 2026, month: 3, day: 3, weekday: 2 });
  expect(parseDay('2026-03-01').weekday).toBe(7);
});

test('days are added over the ends of months and years', () => {
  expect(addDays('2026-02-28', 1)).toBe('2026-03-01');
  expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
  expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
});

test('a day of 23 or 25 hours is still one day', () => {
  expect(addDays('2026-03-28', 1)).toBe('2026-03-29');
  expect(addDays('2026-03-29', 1)).toBe('2026-03-30');
  expect(addDays('2026-10-25', 1)).toBe('2026-10-26');
});

test('times go to minutes and back', () => {
  expect(parseTime('09:02')).toBe(542);
  expect(formatTime(542)).toBe('09:02');
  expect(formatTime(0)).toBe('00:00');
});
