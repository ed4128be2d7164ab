import type { DayHere } from './day.ts';

// Whom a coach means most often: those who are expected or here today.
export function likelyToday(day: DayHere | null): readonly string[] {
  if (!day) return [];
  const people = [...day.sessions.flatMap(({ rows }) => rows.map(({ who }) => who.person)), ...day.others.map(({ who }) => who.person)];
  return [...new Set(people)];
}
