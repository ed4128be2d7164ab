import { describe, expect, test } from 'vitest';
import { absenceDays, contestableDays, firstDayAsked, lastDayAsked, monday, myPage, type DaysOfMine, type SessionOfMine } from '../src/model/days.ts';

// Tuesday.
const now = { day: '2026-03-03', time: '10:40' };
const session = (day: string, state: SessionOfMine['state'], start = '09:00'): SessionOfMine => ({ day, start, title: 'Koken', state });
const mine = (...sessions: SessionOfMine[]): DaysOfMine => ({
  sessions,
  hours: 86,
  hoursWaiting: 2,
  hoursTarget: 240,
  helpGivenMinutes: 30,
  helpReceivedMinutes: 0,
});
const states = (days: readonly { day: string; state: string }[]) => days.map(({ day, state }) => `${day.slice(8)} ${state}`);

describe('my week', () => {
  test('has Monday to Friday, and of a weekend the days on which something is', () => {
    const { week } = myPage(mine(session('2026-03-02', 'present'), session('2026-03-07', 'pending')), now);
    expect(states(week)).toEqual(['02 present', '03 none', '04 none', '05 none', '06 none', '07 coming']);
  });
  test('shows of a day what was attended before what was not, and what is open before that', () => {
    const { week } = myPage(mine(session('2026-03-02', 'absent'), session('2026-03-02', 'late', '13:00'), session('2026-03-03', 'absent'), session('2026-03-03', 'coachLooks', '10:00')), now);
    expect(states(week).slice(0, 2)).toEqual(['02 late', '03 coachLooks']);
  });
  test('says of what has not begun that it comes, and of what has that it is not known yet', () => {
    const { week, next } = myPage(mine(session('2026-03-03', 'pending', '10:30'), session('2026-03-05', 'pending'), session('2026-03-04', 'excused')), now);
    expect(states(week).slice(1, 4)).toEqual(['03 pending', '04 excused', '05 coming']);
    expect(next).toMatchObject({ day: '2026-03-05', start: '09:00' });
  });
  test('names no next one where none is planned', () => {
    expect(myPage(mine(session('2026-03-02', 'present')), now).next).toBeUndefined();
  });
});

describe('days that can be contested', () => {
  test("are last week's, and this week's up to today", () => {
    const days = contestableDays(mine(session('2026-02-26', 'absent'), session('2026-03-05', 'pending')), now);
    expect(days.map(({ day }) => day)).toEqual(['2026-02-23', '2026-02-24', '2026-02-25', '2026-02-26', '2026-02-27', '2026-03-02', '2026-03-03']);
    expect(days[3]?.state).toBe('absent');
  });
});

describe('days on which somebody may not come', () => {
  test('are those on which something is planned; the others are shown and cannot be chosen', () => {
    const days = absenceDays([session('2026-03-03', 'pending'), session('2026-03-05', 'pending', '13:00'), session('2026-03-05', 'pending', '09:00'), session('2026-03-07', 'pending')], now.day);
    expect(days).toHaveLength(10);
    expect(days.slice(0, 4)).toEqual([
      { day: '2026-03-04', start: null },
      { day: '2026-03-05', start: '09:00' },
      { day: '2026-03-06', start: null },
      { day: '2026-03-07', start: '09:00' },
    ]);
  });
  test('can all be chosen where nothing is known to be planned', () => {
    expect(absenceDays([session('2026-03-02', 'present')], now.day)[0]).toEqual({ day: '2026-03-04' });
  });
  test('lie within what the page asks for', () => {
    expect(monday('2026-03-08')).toBe('2026-03-02');
    expect([firstDayAsked('2026-03-08'), lastDayAsked('2026-03-08')]).toEqual(['2026-02-23', '2026-03-28']);
    expect((absenceDays([], '2026-03-06').at(-1)?.day ?? '') <= lastDayAsked('2026-03-06')).toBe(true);
  });
});
