import type { IconName } from '@wijkboek/page/icons/icons.ts';
import type { PersonCard } from '../../model/people.ts';
import type { CoachKey } from '../words.ts';
import type { Standing } from './board.ts';

// What a coach may say about one person and one session.
export const marks = ['present', 'late', 'excused', 'absent'] as const;
export type Mark = (typeof marks)[number];

// Marks that were chosen and not saved yet, by person.
export type Marks = Readonly<Record<string, Mark>>;

export const markOptions: readonly { value: Mark; say: CoachKey; icon: IconName }[] = [
  { value: 'present', say: 'state.present', icon: 'circle-check' },
  { value: 'late', say: 'state.late', icon: 'clock' },
  { value: 'excused', say: 'state.excused', icon: 'calendar-off' },
  { value: 'absent', say: 'state.absent', icon: 'minus' },
];

// "Present" for everybody of whom nothing is known yet. What somebody's own badge, or a coach, has said is left as it is; and nobody is
// marked who is pending because of another kiosk, which may know better.
export function markAllPresent(people: readonly { who: PersonCard; standing: Standing }[], before: Marks): Marks {
  const added = people
    .filter(({ who, standing }) => standing.state === 'unknown' && !(who.person in before))
    .map(({ who }): [string, Mark] => [who.person, 'present']);
  return { ...before, ...Object.fromEntries(added) };
}

// Those that were not saved stay chosen.
export function marksLeft(marks: Marks, saved: readonly string[]): Marks {
  return Object.fromEntries(Object.entries(marks).filter(([person]) => !saved.includes(person)));
}
