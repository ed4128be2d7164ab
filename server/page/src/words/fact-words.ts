import type { Filling } from '../desk/filling.svelte.ts';
import { wordsBy, whole, type Pattern } from './server-words.ts';
import type { Say } from './words.ts';

// Why something that was filled in does not fit, as the server says it of office facts, of a roster's rows, of steps and excuses. What is not
// here is shown as the server says it: it names what to do, in English.

const day = '(\\d{4}-\\d\\d-\\d\\d)';

const patterns: readonly Pattern[] = [
  [whole('is missing'), 'fits.missing'],
  [whole('is missing: give the key of an? .+'), 'fits.choose'],
  [whole('is missing: give at least a given or a family name'), 'fits.name'],
  [whole('is missing: whose session is it\\?'), 'fits.cohorts'],
  [whole('is missing: write "mon wed"'), 'fits.weekdays'],
  [whole('is missing: boundaries change, so give the year of this code, as 2025'), 'fits.areaYear'],
  [whole('is the year of no area: give the area too'), 'fits.area'],
  [whole('".*" is no code of an area; .+'), 'fits.areaCode'],
  [whole('"" is no (?:day|time); .+'), 'fits.missing'],
  [whole('"(.+)" is no day; .+'), 'fits.day', 'value'],
  [whole('"(.+)" is no time; .+'), 'fits.time', 'value'],
  [whole('".*" is no whole number.*'), 'fits.number'],
  [whole('"(.+)" is no municipality; .+'), 'fits.municipality', 'value'],
  [whole('".*" is no language tag; .+'), 'fits.language'],
  [whole(`${day} lies in the future`), 'fits.future', 'day'],
  [whole('.+ lies in the future: nobody can have called then'), 'fits.called'],
  [whole('say why: .+'), 'fits.reason'],
  [whole('.+ lies before the first day'), 'fits.backwards'],
  [whole(`${day} lies before ${day}`), 'fits.backwards'],
  [whole('.+ is not after the start, .+'), 'fits.end'],
  [whole('".*" ends before it begins'), 'fits.end'],
  [whole('".*" runs backwards; .+'), 'fits.backwards'],
  [whole('is more than (\\d+)'), 'fits.atMost', 'max'],
  [whole('is longer than (\\d+) bytes'), 'fits.long'],
  [whole('there is no (?:participant|resident|coach|cohort|centre|programme|session) with the key ".*"'), 'fits.gone'],
  [whole('the office knows no .+ with this id'), 'fits.gone'],
  [whole('the person with this id is no .+'), 'fits.gone'],
  [whole('".*" is the key of .+ too.*'), 'fits.taken'],
  [whole(`".*" is a .+'s key on record; .+`), 'fits.taken'],
  [whole(`the cohort begins on ${day} only`), 'fits.cohortBegins', 'day'],
  [whole(`overlapping enrolments: this participant is on record in another cohort of this programme from ${day}.*`), 'fits.overlaps', 'day'],
  [whole('overlaps several earlier enrolments .+'), 'fits.overlapsSeveral'],
  [whole('".*" can\'t be read; write "2026.+'), 'fits.ownTimes'],
  [whole('the same times stand here twice'), 'fits.twice'],
  [whole('stands here twice'), 'fits.twice'],
  // ---- steps
  [whole(`${day} has not come yet: .+`), 'fits.notYet', 'day'],
  [whole(`${day} is too long ago`), 'fits.longAgo'],
  [whole(`no enrolment of theirs runs on ${day}.*`), 'fits.noEnrolment', 'day'],
  [whole('which enrolment\\? .+'), 'fits.whichEnrolment'],
  [whole('the programme of this enrolment has no phases'), 'fits.noPhases'],
  [whole('which phase\\? its programme has (.+)'), 'fits.whichPhase', 'phases'],
  [whole(`this placement began on ${day}: .+`), 'fits.placementBegan', 'day'],
  [whole('a talk of more than a day: .+'), 'fits.minutes'],
  [whole('no (?:goal|placement) of theirs is known here'), 'fits.noThing'],
  // ---- rows of a roster
  [whole('is no file of a roster; .+'), 'fits.file'],
  [whole('the file is empty: .+'), 'fits.emptyFile'],
  [whole('is not UTF-8: .+'), 'fits.utf8'],
  [whole('two people on one badge at the same time: (.+) has it too'), 'fits.badge', 'place'],
  [whole('there is no .+ from \\d{4}.+ to \\d{4}.+'), 'fits.noSuchDay'],
  [whole('of its sessions .+, (\\d+) of them ha(?:s|ve) begun already: .+'), 'fits.begun', 'count'],
];

export const factWords = (say: Say, reason: string): string => wordsBy(patterns, say, reason) ?? reason;

// What a field has to say: what the page found missing is in words already.
export function errorAt(say: Say, filling: Filling | undefined, paths: readonly string[]): string | null {
  if (!filling || paths.length === 0) return null;
  const own = filling.ownAt(paths);
  if (own) return own.reason;
  const said = filling.saidAt(paths);
  return said ? factWords(say, said.reason) : null;
}
