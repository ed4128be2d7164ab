import type { HelpWritten as HelpMessage } from '../../generated/wijkboek/v1/kiosk_page_pb.ts';
import type { AttendanceRow, GetPersonResponse } from '../../generated/wijkboek/v1/kiosk_pb.ts';
import { AttendanceState } from '../../generated/wijkboek/v1/presence_pb.ts';
import type { DaysOfMine, SessionOfMine } from '../model/days.ts';
import { helpSubjects, type HelpSubject, type HelpWritten } from '../model/help.ts';
import type { DayState } from '../model/week.ts';

// A participant's own days, as the daemon's fold shows them.

const states: Record<AttendanceState, DayState> = {
  [AttendanceState.UNSPECIFIED]: 'none',
  [AttendanceState.PENDING]: 'pending',
  [AttendanceState.PRESENT]: 'present',
  [AttendanceState.EXCUSED]: 'excused',
  [AttendanceState.ABSENT]: 'absent',
  [AttendanceState.UNCLEAR]: 'coachLooks',
  [AttendanceState.UNKNOWN]: 'coachLooks',
};

const session = (row: AttendanceRow): SessionOfMine => ({
  day: row.day,
  start: row.start,
  title: row.title,
  state: row.late && row.state === AttendanceState.PRESENT ? 'late' : states[row.state],
});

export function daysOf(person: GetPersonResponse): DaysOfMine {
  return {
    sessions: person.rows.map(session),
    hours: Math.floor(person.hoursMinutes / 60),
    hoursWaiting: Math.floor(person.hoursToConfirmMinutes / 60),
    hoursTarget: Math.floor(person.targetMinutes / 60),
    helpGivenMinutes: person.helpGivenMinutes,
    helpReceivedMinutes: person.helpReceivedMinutes,
  };
}

const isSubject = (text: string): text is HelpSubject => (helpSubjects as readonly string[]).includes(text);

export function helpWritten(help: HelpMessage): HelpWritten {
  return {
    event: help.event,
    other: { person: help.other?.person ?? '', name: help.other?.name ?? '' },
    helper: help.iHelped ? 'I' : 'other',
    // A subject that has no picture here yet.
    subject: isSubject(help.subject) ? help.subject : 'other',
    minutes: help.minutes,
    day: help.day,
  };
}
