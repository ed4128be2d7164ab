// Somebody's own times, as the server writes them: "2026-03-02..2026-03-29 mon-fri 10:00-12:00, 2026-03-30.. mon 09:00-12:00".

export interface OwnTime {
  first: string;
  // Empty: as long as the enrolment runs.
  last: string;
  // 1 is Monday, 7 Sunday.
  from: number;
  until: number;
  start: string;
  end: string;
}

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const day = '\\d{4}-\\d\\d-\\d\\d';
const name = weekdays.join('|');
const part = new RegExp(`^(?:(${day})?(\\.\\.)?(${day})? )?(?:(${name})(?:-(${name}))? )?(\\d\\d:\\d\\d)-(\\d\\d:\\d\\d)$`);

const numberOf = (word: string) => weekdays.indexOf(word as (typeof weekdays)[number]) + 1;
export const weekdayWord = (number: number): string => weekdays[number - 1] ?? '';

export const noTime: OwnTime = { first: '', last: '', from: 1, until: 5, start: '', end: '' };

// Null: not as this page writes them, so that they are shown and changed as they are written.
export function readOwnTimes(text: string): readonly OwnTime[] | null {
  if (text.trim() === '') return [];
  const times: OwnTime[] = [];
  for (const one of text.split(',')) {
    const match = part.exec(one.trim());
    if (!match) return null;
    const [, first = '', span, last = '', from, until, start = '', end = ''] = match;
    times.push({ first, last: span === undefined ? first : last, from: from ? numberOf(from) : 1, until: from ? numberOf(until ?? from) : 7, start, end });
  }
  return times;
}

export function writeOwnTimes(times: readonly OwnTime[]): string {
  return times
    .map(({ first, last, from, until, start, end }) => {
      const days = first === '' && last === '' ? '' : first === last ? `${first} ` : `${first}..${last} `;
      const onDays = from === 1 && until === 7 ? '' : `${weekdayWord(from)}${until > from ? `-${weekdayWord(until)}` : ''} `;
      return `${days}${onDays}${start}-${end}`;
    })
    .join(', ');
}

// What is still missing, or runs backwards: the server would say so of all of them at once, and in other words.
export const isWhole = ({ first, last, from, until, start, end }: OwnTime): boolean =>
  /^\d\d:\d\d$/.test(start) && /^\d\d:\d\d$/.test(end) && start < end && from <= until && (last === '' || (first !== '' && first <= last));

// Whether what was filled in is whole; what this page does not write itself is left to the server.
export function ownTimesFit(text: string): boolean {
  if (text.split(',').some((one) => one.trim() !== '' && !/\d\d:\d\d(?::\d\d)?-\d\d:\d\d(?::\d\d)?$/.test(one.trim()))) return false;
  return readOwnTimes(text)?.every(isWhole) ?? true;
}
