// Who lives in the tests' town. Everybody is invented.

export const centre = 'Noord';
// The first day with sessions, a Monday. They end with the last Friday before the clocks change.
export const firstDay = '2026-03-02';
const lastDay = '2026-03-27';

export interface Participant {
  key: string;
  name: string;
  badge: string;
  pin: string;
  language: string;
}

// Enough that each test has somebody of its own.
const names =
  'Samira Bilal Dawit Elif Farid Gloria Hamza Ilse Jamila Kofi Lina Mehret Nadia Omar Pilar Rahel Sami Tess Umut Vera Wim Xenia Yusuf Zala';

export const participants: readonly Participant[] = names.split(' ').map((name, i) => ({
  key: name.toLowerCase(),
  name,
  badge: `04A1B2${String(10 + i)}`,
  pin: String(5100 + 13 * i),
  language: name === 'Bilal' ? 'ar' : name === 'Dawit' ? 'ti' : 'nl',
}));

export const coach = { key: 'els', name: 'Els', badge: '04C0FFEE', pin: '2468' };
export const resident = { key: 'blom', given: 'Cor', family: 'Verzonnen' };

const rows = (columns: string, lines: readonly (readonly string[])[]) =>
  [columns, ...lines.map((cells) => cells.map((cell) => (cell.includes(',') ? `"${cell}"` : cell)).join(','))].join('\n') + '\n';

// The files of `wijkboek import roster`.
export function rosterFiles(): Readonly<Record<string, string>> {
  return {
    'centres.csv': rows('key,name,municipality,opening_hours', [['noord', centre, 'GM0363', 'mon-fri 08:30-17:00']]),
    'cohorts.csv': rows('key,name,first_day', [['n-1', 'Noord 1', '2025-09-01']]),
    'people.csv': rows(
      'key,given,family,birth_date,language',
      participants.map(({ key, name, language }) => [key, name, 'Verzonnen', '1990-05-31', language]),
    ),
    'coaches.csv': rows('key,given,family,duty', [[coach.key, coach.name, 'Verzonnen', 'coach']]),
    'residents.csv': rows('key,given,family,centre', [[resident.key, resident.given, resident.family, 'noord']]),
    'enrolments.csv': rows(
      'participant,cohort,centre,municipality,first_day,target_hours',
      participants.map(({ key }) => [key, 'n-1', 'noord', 'GM0363', '2025-09-01', '240']),
    ),
    'timetable.csv': rows('key,centre,cohorts,title,weekdays,start,end,first_day,last_day', [
      ['taal', 'noord', 'n-1', 'Taal', 'mon-fri', '09:00', '12:00', firstDay, lastDay],
      ['zorg', 'noord', 'n-1', 'Zorg', 'mon-fri', '13:00', '16:00', firstDay, lastDay],
    ]),
    'badges.csv': rows('person,type,text', [
      ...[...participants, coach].flatMap(({ key, badge, pin }) => [
        [key, 'card', badge],
        [key, 'pin', pin],
      ]),
    ]),
  };
}
