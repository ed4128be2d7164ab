import { create } from '@bufbuild/protobuf';
import { addDays, parseDay } from '@wijkboek/page/i18n/civil.ts';
import { AttendanceItemSchema, SessionRowSchema, type AttendanceItem, type SessionRow } from '../generated/wijkboek/v1/office_page_pb.ts';
import { centres, chance, cohorts, day_now, people, type FakePerson } from './people.ts';

const titles = ['Taal', 'Zorg in de buurt', 'Rekenen', 'Praktijk', 'Taal'];

export const inCohort = (cohort: number): readonly FakePerson[] => people.filter((one) => one.cohort === cohort);

// Each group meets on workdays in the morning.
export function itemOf(person: FakePerson, day: string): AttendanceItem | null {
  const { weekday } = parseDay(day);
  if (weekday > 5) return null;
  const date = Number(day.replaceAll('-', ''));
  const dice = chance(20, Number.parseInt(person.id, 16), date);
  const open = day > day_now ? 'to_come' : day === day_now ? (dice < 12 ? 'present' : dice < 15 ? 'pending' : dice < 17 ? 'excused' : 'absent') : '';
  const status = open || (dice < 14 ? 'present' : dice < 16 ? 'excused' : dice < 18 ? 'absent' : dice < 19 ? 'pending' : 'unclear');
  const present = status === 'present';
  return create(AttendanceItemSchema, {
    day,
    start: '09:00',
    end: '12:00',
    session: `5e${cohorts[person.cohort]?.id ?? ''}${day.replaceAll('-', '')}`,
    title: titles[weekday - 1] ?? 'Taal',
    centre: centres[person.centre]?.name ?? '',
    status,
    late: present && dice === 3,
    leftEarly: present && dice === 5,
    final: present || status === 'excused' || (status === 'absent' && dice % 2 === 0),
    minutes: BigInt(present ? 180 - (dice === 3 ? 20 : 0) : 0),
    strength: present ? (dice < 9 ? 3 : dice < 12 ? 2 : 1) : 0,
    signedOff: day < day_now && weekday !== 5,
    changedSinceSignOff: day < day_now && dice === 4,
    waitedFor: status === 'pending' ? ['Laptop Verzonnen'] : [],
  });
}

export function itemsOf(person: FakePerson, first: string, last: string): AttendanceItem[] {
  const items: AttendanceItem[] = [];
  for (let day = first; day <= last; day = addDays(day, 1)) {
    const item = itemOf(person, day);
    if (item && item.status !== 'to_come') items.push(item);
  }
  return items;
}

export function sessionOf(cohort: number, day: string): SessionRow | null {
  const all = inCohort(cohort).flatMap((person) => itemOf(person, day) ?? []);
  const first = all[0];
  const group = cohorts[cohort];
  if (!first || !group) return null;
  const count = (...statuses: readonly string[]) => all.filter((item) => statuses.includes(item.status)).length;
  return create(SessionRowSchema, {
    id: first.session,
    title: first.title,
    centre: centres[group.centre]?.id ?? '',
    centreName: centres[group.centre]?.name ?? '',
    cohorts: [group.name],
    cohortIds: [group.id],
    day,
    start: first.start,
    end: first.end,
    cancelled: day === '2026-03-13' && cohort === 2,
    expected: all.length,
    present: count('present'),
    excused: count('excused'),
    absent: count('absent'),
    open: count('pending', 'unclear', 'unknown', 'to_come'),
    signedOff: first.signedOff,
  });
}
