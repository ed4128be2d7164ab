// All of them are invented; what they did follows from their number alone, so that each run shows the same.

export const day_now = '2026-03-11';
export const ms_now = Date.parse('2026-03-11T10:40:00+01:00');

export interface FakePerson {
  id: string;
  name: string;
  centre: number;
  cohort: number;
  language: string;
  birthDate: string;
  // Known to the office, and not to a kiosk alone.
  onRecord: boolean;
}

export interface FakeCohort {
  id: string;
  name: string;
  // The places of both in their lists.
  programme: number;
  centre: number;
  first: string;
  last: string;
}

export const centres = [
  { id: 'ce01', name: 'Noord' },
  { id: 'ce02', name: 'Nieuw-West' },
  { id: 'ce03', name: 'Den Haag Zuid' },
];
export const programmes = [
  { id: 'd001', name: 'WLB Nieuw-West' },
  { id: 'd002', name: 'WLB Den Haag' },
];
export const cohorts: readonly FakeCohort[] = [
  { id: 'c014', name: 'Groep 14', programme: 0, centre: 0, first: '2025-09-01', last: '' },
  { id: 'c015', name: 'Groep 15', programme: 0, centre: 1, first: '2026-01-05', last: '' },
  { id: 'c021', name: 'Den Haag 21', programme: 1, centre: 2, first: '2025-11-03', last: '' },
];

const given = ['Amina', 'Samira', 'Bilal', 'Tesfay', 'Fatma', 'Agnieszka', 'Rosa', 'Hodan', 'Zahra', 'Jean-Baptiste', 'Leyla', 'Yusuf', 'Marta', 'Selam'];
const family = ['Verzonnen', 'Verzonnen-Bedacht', 'Bedacht', 'Fictief', 'Van Verzinsel'];
const tongues = ['ti', 'ar', 'tr', 'pl', 'so', 'nl', 'prs', 'es'];

export const people: readonly FakePerson[] = Array.from({ length: 64 }, (_, i) => ({
  id: (0xa1b20000 + i).toString(16),
  name: `${given[i % given.length]} ${family[Math.floor(i / given.length) % family.length]}`,
  centre: i % 3,
  cohort: i % 3,
  language: tongues[i % tongues.length] ?? 'nl',
  birthDate: '1988-05-17',
  onRecord: i !== 63,
}));

export const named = (person: FakePerson | undefined) => ({ person: person?.id ?? '', name: person?.name ?? '' });

// A number from 0 to below `below` that is the same for the same seeds.
export function chance(below: number, ...seeds: readonly number[]): number {
  let state = 2166136261;
  for (const seed of seeds) state = Math.imul(state ^ (seed + 977), 16777619) ^ (state >>> 13);
  return (state >>> 0) % below;
}
