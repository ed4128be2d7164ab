import { addDays } from '@wijkboek/page/i18n/civil.ts';
import { itemOf, inCohort } from './attendance.ts';
import { centres, chance, day_now, ms_now } from './people.ts';
import type { World } from './world.ts';

export function overviewOf(world: World, centre: string) {
  const shown = centres.map((one, i) => ({ ...one, i })).filter((one) => centre === '' || one.id === centre);
  const monday = '2026-03-09';
  return {
    version: String(world.version),
    day: day_now,
    nowMs: BigInt(ms_now),
    centres: world.empty
      ? []
      : shown.map(({ id, name, i }) => {
          const items = inCohort(i).flatMap((person) => itemOf(person, day_now) ?? []);
          const count = (status: string) => items.filter((item) => item.status === status).length;
          return {
            centre: id,
            name,
            expected: items.length,
            present: count('present'),
            late: items.filter((item) => item.late).length,
            excused: count('excused'),
            absent: count('absent'),
            absentNotFinal: items.filter((item) => item.status === 'absent' && !item.final).length,
            pending: count('pending'),
            toCome: i === 1 ? 0 : count('to_come'),
            sessions: 1,
            thereNow: count('present') - (i === 2 ? 1 : 0),
            waitedFor: i === 0 && count('pending') ? [{ device: 'de02', name: 'Laptop Verzonnen', heardThroughMs: BigInt(ms_now - 200 * 60_000), statuses: count('pending') }] : [],
          };
        }),
    weeks: world.empty
      ? []
      : Array.from({ length: 13 }, (_, w) => {
          const expected = 300 + chance(30, w);
          const present = Math.round(expected * 0.72) + chance(25, w, 2);
          return {
            firstDay: addDays(monday, (w - 12) * 7),
            expected,
            present,
            excused: 24 + chance(10, w, 3),
            absent: 18 + chance(12, w, 4),
            open: w === 12 ? 31 : chance(8, w, 5),
            minutes: BigInt(present * 178),
            minutesToConfirm: BigInt(chance(900, w, 6) + (w === 12 ? 900 : 0)),
            visits: 38 + chance(20, w, 7),
            helps: 20 + chance(25, w, 8),
          };
        }),
    doubts: world.empty ? {} : { today: world.doubts.filter((one) => one.open && one.ageDays === 0).length, days: world.doubts.filter((one) => one.open && one.ageDays > 0 && one.ageDays < 4).length, weeks: 1, older: 1 },
    cases: world.empty ? {} : { toCall: 1, open: 0, heard: 1, sent: 1, retracted: 1 },
    kiosks: world.empty ? [] : world.kiosks,
  };
}
