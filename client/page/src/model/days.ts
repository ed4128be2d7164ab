import { addDays, parseDay } from '@wijkboek/page/i18n/civil.ts';
import type { PlannedDay } from './absence.ts';
import type { DayState, MyPageModel, WeekDay } from './week.ts';

// A participant's own sessions, and what their page makes of them.

export interface SessionOfMine {
  day: string;
  // Local time.
  start: string;
  title: string;
  state: DayState;
}

export interface DaysOfMine {
  sessions: readonly SessionOfMine[];
  // Whole hours.
  hours: number;
  hoursWaiting: number;
  hoursTarget: number;
  helpGivenMinutes: number;
  helpReceivedMinutes: number;
}

export interface Now {
  day: string;
  time: string;
}

// What the page asks for: last week, for what is contested; and as far ahead as somebody may say that they can't come.
export const monday = (day: string): string => addDays(day, 1 - parseDay(day).weekday);
export const firstDayAsked = (today: string): string => addDays(monday(today), -7);
export const lastDayAsked = (today: string): string => addDays(today, 20);

const isComing = (session: SessionOfMine, now: Now) =>
  session.state === 'pending' && (session.day > now.day || (session.day === now.day && session.start > now.time));

// One day as a picture: what was attended outweighs what was not, and what is open outweighs both only where nothing was attended.
const rank: readonly DayState[] = ['present', 'late', 'visit', 'coachLooks', 'pending', 'coming', 'excused', 'absent', 'none'];

// Monday to Friday, and the days of a weekend on which something was planned.
function picturesOf(sessions: readonly SessionOfMine[], first: string, last: string, now: Now): readonly WeekDay[] {
  const days: WeekDay[] = [];
  for (let day = first; day <= last; day = addDays(day, 1)) {
    const states = sessions.filter((one) => one.day === day).map((one) => (isComing(one, now) ? 'coming' : one.state));
    if (states.length === 0 && parseDay(day).weekday > 5) continue;
    states.sort((a, b) => rank.indexOf(a) - rank.indexOf(b));
    days.push({ day, state: states[0] ?? 'none' });
  }
  return days;
}

export function myPage({ sessions, ...sums }: DaysOfMine, now: Now): MyPageModel {
  const first = monday(now.day);
  const next = sessions
    .filter((one) => isComing(one, now))
    .sort((a, b) => `${a.day} ${a.start}`.localeCompare(`${b.day} ${b.start}`))[0];
  return {
    ...sums,
    week: picturesOf(sessions, first, addDays(first, 6), now),
    next: next && { day: next.day, start: next.start, title: next.title },
  };
}

// The days about which somebody may say "that is not right": last week's, and this week's up to today.
export const contestableDays = ({ sessions }: DaysOfMine, now: Now): readonly WeekDay[] =>
  picturesOf(sessions, firstDayAsked(now.day), now.day, now);

const days_offered = 10;

// The days on which somebody may say that they can't come. Where nothing at all is planned for them here, nobody can say on which days something
// is, and all of them may be chosen.
export function absenceDays(sessions: readonly SessionOfMine[], today: string): readonly PlannedDay[] {
  const days: PlannedDay[] = [];
  const coming = sessions.filter((one) => one.day > today);
  for (let day = addDays(today, 1); days.length < days_offered; day = addDays(day, 1)) {
    const starts = coming.filter((one) => one.day === day).map((one) => one.start);
    if (starts.length === 0 && parseDay(day).weekday > 5) continue;
    days.push(coming.length === 0 ? { day } : { day, start: starts.sort()[0] ?? null });
  }
  return days;
}
