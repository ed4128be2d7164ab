import { saidMoment, type Key, type Say } from './words.ts';

// What the server says for people is English; the sentences of an ordinary day are known by pattern and said in the page's language, every
// other is shown as it is: half a sentence that is right is better than a whole one that is not.

export type Pattern = readonly [RegExp, Key, ...string[]];
const time = '(\\d\\d:\\d\\d|\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d)';
const span = '(\\d\\d:\\d\\d[–-]\\d\\d:\\d\\d)';
export const whole = (text: string): RegExp => new RegExp(`^${text}$`);

const patterns: readonly Pattern[] = [
  [whole(`check-in(?: ${span})?`), 'server.checkIn'],
  [whole(`check-out(?: ${span})?`), 'server.checkOut'],
  [whole('marked present'), 'server.markedPresent'],
  [whole('marked late'), 'server.markedLate'],
  [whole('marked excused'), 'server.markedExcused'],
  [whole('marked absent'), 'server.markedAbsent'],
  [whole(`presence ${span}`), 'server.presence', 'span'],
  [whole(`visit ${span}`), 'server.visit', 'span'],
  [whole('visit confirmed'), 'server.visitConfirmed'],
  [whole('visit denied'), 'server.visitDenied'],
  [whole('help of (\\d+) minutes'), 'server.help', 'minutes'],
  [whole('help confirmed'), 'server.helpConfirmed'],
  [whole('help denied'), 'server.helpDenied'],
  [whole('attendance contested'), 'server.contested'],
  [whole('sighted'), 'server.sighted'],
  [whole(`checked in ${time}, ended by rule ${time}`), 'server.endedByRule', 'start', 'end'],
  [whole('the device'), 'server.theDevice'],
  [whole('the office'), 'server.theOffice'],
  [whole('an unknown badge'), 'server.unknownBadge'],
  [whole('accept'), 'server.accept'],
  [whole('reject'), 'server.reject'],
  [whole(`start ${time}`), 'server.start', 'time'],
  [whole(`end ${time}`), 'server.end', 'time'],
  [whole('status present'), 'status.present'],
  [whole('status late'), 'status.late'],
  [whole('status excused'), 'status.excused'],
  [whole('status absent'), 'status.absent'],
  [whole('minutes (\\d+)'), 'server.minutes', 'minutes'],
  [whole('same name and birth date'), 'server.sameName'],
  [whole('one badge in two hands'), 'server.sameBadge'],
  [whole(`as known at ${time}, position (\\d+)`), 'server.asKnown', 'at', 'position'],
  [whole('confirmed by the participant: their own badge, QR code or PIN; by the instructor: the signed list'), 'server.confirmedHow'],
  [whole('a coach or the office'), 'server.settlerCoach'],
  [whole('a coach or the office, but nobody whose own word it is about'), 'server.settlerOther'],
];

// Null: none of them knows it.
export function wordsBy(known: readonly Pattern[], say: Say, text: string): string | null {
  for (const [pattern, key, ...names] of known) {
    const match = pattern.exec(text);
    if (match) return say(key, Object.fromEntries(names.map((name, i) => [name, saidMoment(say, match[i + 1] ?? '')])));
  }
  return null;
}

const one = (say: Say, text: string): string => wordsBy(patterns, say, text) ?? text;

// Several sentences stand in one, with "; " between them.
export function serverWords(say: Say, text: string): string {
  if (text === '') return '';
  const known = one(say, text);
  return known !== text ? known : text.split('; ').map((part) => one(say, part)).join('; ');
}

