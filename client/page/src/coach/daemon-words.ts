import { momentWords, type CoachKey, type Say } from './words.ts';

// What the daemon says for a coach to read, in the coach's language. It speaks English and has many sentences; those that are met on an
// ordinary day are known here, and every other is shown as it is: half a sentence that is right is better than a whole one that is not.

type Pattern = readonly [RegExp, CoachKey, ...string[]];

const time = '(\\d\\d:\\d\\d|\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d)';
const span = '(\\d\\d:\\d\\d[–-]\\d\\d:\\d\\d)';
const whole = (text: string) => new RegExp(`^${text}$`);

const patterns: readonly Pattern[] = [
  // Why it stands so.
  [whole("by a coach's mark"), 'daemon.byMark'],
  [whole(`begins ${time}`), 'daemon.begins', 'time'],
  [whole(`until ${time}`), 'daemon.until', 'time'],
  [whole(`came at ${time}`), 'daemon.cameAt', 'time'],
  [whole(`left at ${time}`), 'daemon.leftAt', 'time'],
  [whole('nobody saw them leave'), 'daemon.leftUnseen'],
  [whole('nobody saw them'), 'daemon.unseen'],
  [whole('every kiosk was heard'), 'daemon.allHeard'],
  [whole('the minutes wait to be confirmed'), 'daemon.toConfirm'],
  [whole('the minutes of a visit wait to be confirmed'), 'daemon.visitToConfirm'],
  [whole(`seen at ${time} without a check-in`), 'daemon.seenAt', 'time'],
  [whole('seen there without a check-in'), 'daemon.seenThere'],
  [whole("a coach's mark says how it was"), 'daemon.markHelps'],
  [whole('put on record when it was over'), 'daemon.enteredLate'],
  [whole('no kiosk here was in use all of that time'), 'daemon.noKiosk'],
  [whole(`([^;]+) was lost(?: \\(last heard ${time}\\))?`), 'daemon.kioskLost', 'kiosk'],
  [whole(`([^;]+) has been silent for days(?: \\(last heard ${time}\\))?`), 'daemon.kioskSilent', 'kiosk'],
  [whole('they were somewhere else at the time'), 'daemon.elsewhere'],
  [whole('somebody checked in there without a badge'), 'daemon.signUnowned'],
  [whole("a badge was used there that is nobody's"), 'daemon.signUnknownBadge'],
  [whole('they checked out without having checked in'), 'daemon.signCheckOut'],
  [whole('they tapped while practising'), 'daemon.signPractice'],
  [whole('they say that it is not right'), 'daemon.signContest'],
  // What was said, and by whom.
  [whole(`check-in(?: ${span})?`), 'daemon.checkIn'],
  [whole(`check-out(?: ${span})?`), 'daemon.checkOut'],
  [whole('marked present'), 'daemon.markedPresent'],
  [whole('marked late'), 'daemon.markedLate'],
  [whole('marked excused'), 'daemon.markedExcused'],
  [whole('marked absent'), 'daemon.markedAbsent'],
  [whole('presence: did not happen'), 'daemon.noPresence'],
  [whole(`presence ${span}`), 'daemon.presence', 'span'],
  [whole(`visit ${span}`), 'daemon.visit', 'span'],
  [whole(`visit started ${time}`), 'daemon.visitStarted', 'time'],
  [whole(`visit ended ${time}`), 'daemon.visitEnded', 'time'],
  [whole('visit confirmed'), 'daemon.visitConfirmed'],
  [whole('visit denied'), 'daemon.visitDenied'],
  [whole('visit: did not happen'), 'daemon.noVisit'],
  [whole('gave help of (\\d+) minutes'), 'daemon.gaveHelp', 'minutes'],
  [whole('got help of (\\d+) minutes'), 'daemon.gotHelp', 'minutes'],
  [whole('help of (\\d+) minutes'), 'daemon.help', 'minutes'],
  [whole('help confirmed'), 'daemon.helpConfirmed'],
  [whole('help denied'), 'daemon.helpDenied'],
  [whole('attendance contested'), 'daemon.contested'],
  [whole('(?:unowned check in|check-in without a badge)'), 'daemon.unowned'],
  [whole('sighted'), 'daemon.sighted'],
  [whole('the device'), 'daemon.theDevice'],
  [whole('the office'), 'daemon.theOffice'],
  [whole('an unknown badge'), 'daemon.unknownBadge'],
  // What it suggests, how it was settled, and who should.
  [whole('accept'), 'sort.way.accept'],
  [whole('reject'), 'sort.way.reject'],
  [whole(`start ${time}`), 'daemon.start', 'time'],
  [whole(`end ${time}`), 'daemon.end', 'time'],
  [whole(`time ${time}`), 'daemon.time', 'time'],
  [whole('status present'), 'state.present'],
  [whole('status late'), 'state.late'],
  [whole('status excused'), 'state.excused'],
  [whole('status absent'), 'state.absent'],
  [whole('minutes (\\d+)'), 'daemon.minutes', 'minutes'],
  [whole('person ([^;]+)'), 'daemon.person', 'name'],
  [whole('a coach or the office'), 'daemon.settlerCoach'],
  [whole('a coach or the office, but nobody whose own word it is about'), 'daemon.settlerOther'],
  // How hard it is believed.
  [whole('own'), 'sort.strength.own'],
  [whole('coach'), 'sort.strength.coach'],
  [whole('name tile'), 'sort.strength.tile'],
  // Why it was not done.
  [whole('you made the mark that this is about: somebody else must settle it'), 'daemon.ownMark'],
  [whole('it is about yourself: somebody else must settle it'), 'daemon.ownMatter'],
  [whole('only a coordinator sends a case to the client manager: ask yours'), 'daemon.onlyCoordinator'],
  [/^hear her first: /, 'daemon.hearFirst'],
  [/^send it first: /, 'daemon.sendFirst'],
  [/^there is no case yet: /, 'daemon.noCaseYet'],
  [whole('this session has not begun: there is no list to sign yet'), 'daemon.notBegun'],
  [whole('this session was cancelled: there is no list to sign'), 'daemon.cancelled'],
  [/^no "until better" of theirs is open/, 'daemon.notSick'],
  [whole('who helped and who was helped are one and the same: name the other one'), 'daemon.helpToOneself'],
  [whole('the last day must not be before the first'), 'daemon.lastBeforeFirst'],
  [whole('the birth date lies in the future'), 'daemon.birthInFuture'],
  [whole('this badge or PIN is theirs already'), 'daemon.badgeTheirs'],
  [whole("this badge or PIN is somebody else's: choose another"), 'daemon.badgeTaken'],
  [whole("this is no resident's card: show the card of the visit"), 'daemon.noCard'],
  [whole("this card is somebody else's: show the card of whom you visited"), 'daemon.otherCard'],
  [whole('nothing was said into the microphone here'), 'daemon.noVoice'],
  [whole('this session is over or cancelled: choose another one'), 'daemon.sessionOver'],
  // Besides "saved".
  [whole('something is not sent yet: leave this kiosk on until "unsent" is 0'), 'daemon.leaveOn'],
  [whole('it had been cancelled before'), 'daemon.cancelledBefore'],
  [whole('it had been cancelled: now it takes place again'), 'daemon.takesPlaceAgain'],
  [whole('it was not open any more: nothing changes'), 'daemon.closedAlready'],
  [whole('your name will show later'), 'daemon.nameLater'],
  [whole('this kiosk was parked: now it is in use again'), 'daemon.inUseAgain'],
  [whole('they are not expected at this session: the mark changes nothing'), 'daemon.notExpected'],
  [whole('it has not begun: nobody is absent from it yet, so the mark changes nothing'), 'daemon.notAbsentYet'],
  [/^they were seen there, so the list keeps them present; if that is wrong/, 'daemon.keptPresent'],
  [/^this session was cancelled: the mark counts only/, 'daemon.markOnceAgain'],
  // Why nothing is sent.
  [whole('no connection to the server at [^;]+'), 'daemon.noConnection'],
  [whole('what was saved stays safe here and is sent later(?: \\(trying again in \\d+ s\\))?'), 'daemon.staysSafe'],
  [/^no secure connection to /, 'daemon.notSecure'],
  // What else a kiosk can be.
  [whole('parked'), 'daemon.parked'],
  [whole('lost'), 'daemon.lost'],
  [whole('replaced'), 'daemon.replaced'],
];

// "waits for Noord (not heard since 10:40) and Laptop (never heard)"
function waiting(say: Say, text: string): string | null {
  const kiosks = /^waits for (.+)$/.exec(text)?.[1];
  if (kiosks === undefined) return null;
  const words = kiosks
    .replace(/(^|\) and )this kiosk \(/g, (_, before: string) => `${before}${say('daemon.thisKiosk')} (`)
    .replace(/\((?:not heard|nothing sent) since ([^)]+)\)/g, (_, since: string) => `(${say('daemon.notHeardSince', { time: momentWords(say, since) })})`)
    .replace(/\((?:never heard|nothing sent yet)\)/g, () => `(${say('daemon.neverHeard')})`)
    .replace(/\) and /g, () => `) ${say('daemon.and')} `);
  return say('daemon.waitsFor', { kiosks: words });
}

function one(say: Say, text: string): string {
  for (const [pattern, key, ...names] of patterns) {
    const match = pattern.exec(text);
    if (match) return say(key, Object.fromEntries(names.map((name, i) => [name, momentWords(say, match[i + 1] ?? '')])));
  }
  return waiting(say, text) ?? text;
}

const upper = (text: string) => text.charAt(0).toLocaleUpperCase() + text.slice(1);

// Several sentences stand in one, with "; " between them.
export function daemonWords(say: Say, text: string): string {
  if (text === '') return '';
  const known = one(say, text);
  if (known !== text) return upper(known);
  return upper(text.split('; ').map((part) => one(say, part)).join('; '));
}
