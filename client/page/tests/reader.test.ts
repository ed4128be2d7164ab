import { describe, expect, test } from 'vitest';
import { code_length_max, gap_ms_mean_max, noBurst, stepBurst } from '../src/reader/burst.ts';

// Presses keys one after another, each so many milliseconds after the one before.
function press(keys: readonly string[], gaps: (i: number) => number, special = false): readonly string[] {
  let burst = noBurst;
  let at_ms = 1000;
  const reads: string[] = [];
  for (const [i, key] of keys.entries()) {
    at_ms += gaps(i);
    const step = stepBurst(burst, { key, at_ms, special });
    burst = step.burst;
    if (step.read !== null) reads.push(step.read);
  }
  return reads;
}
const badge = [...'04A1B2C3', 'Enter'];

describe('a reader', () => {
  test('is heard at the speeds that readers have', () => {
    for (const gap of [0, 1, 8, 20, gap_ms_mean_max]) expect(press(badge, () => gap)).toEqual(['04A1B2C3']);
  });
  test('is heard with the shifts that make its capital letters', () => {
    expect(press(['0', '4', 'Shift', 'A', 'Shift', 'B', 'Enter'], () => 5)).toEqual(['04AB']);
  });
  test('is heard whole when one of its keys comes late', () => {
    for (let late = 1; late < badge.length; late += 1) expect(press(badge, (i) => (i === late ? 95 : 6))).toEqual(['04A1B2C3']);
  });
  test('is heard twice in a row', () => {
    expect(press([...badge, ...badge], () => 3)).toEqual(['04A1B2C3', '04A1B2C3']);
  });
  test('is heard right after somebody typed', () => {
    expect(press(['1', '2', ...badge], (i) => (i < 3 ? 180 : 4))).toEqual(['04A1B2C3']);
  });
  test('is not heard beyond the length that a code can have', () => {
    expect(press([...'1'.repeat(code_length_max + 1), 'Enter'], () => 1)).toEqual([]);
  });
});

describe('somebody who types', () => {
  test('is never a reader, however quick', () => {
    for (const gap of [45, 60, 90, 150, 400]) expect(press(badge, () => gap)).toEqual([]);
  });
  test('may hit two keys at once', () => {
    expect(press([...'1234', 'Enter'], (i) => (i % 2 === 0 ? 90 : 8))).toEqual([]);
  });
  test('may hit Enter at once with the last key', () => {
    expect(press([...'1234', 'Enter'], (i) => (i === 4 ? 5 : 120))).toEqual([]);
  });
  test('may lean on a key, or use a shortcut', () => {
    expect(press([...'1111', 'Enter'], () => 30, true)).toEqual([]);
  });
  test('may hit a few keys at once by chance', () => {
    expect(press(['7', '8', '9', 'Enter'], () => 4)).toEqual([]);
  });
  test('breaks a burst with any other key', () => {
    expect(press(['1', '2', 'Backspace', '3', '4', 'Enter'], () => 4)).toEqual([]);
  });
});

test('random typing at the speed of people is never read, random bursts always are', () => {
  // A small generator, so that a failure can be repeated.
  let seed = 20260303;
  const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
  for (let i = 0; i < 500; i += 1) {
    const code = Array.from({ length: 4 + Math.floor(random() * 16) }, () => '0123456789ABCDEF'[Math.floor(random() * 16)] ?? '0');
    expect(press([...code, 'Enter'], () => 60 + random() * 200)).toEqual([]);
    expect(press([...code, 'Enter'], () => random() * 25)).toEqual([code.join('')]);
  }
});
