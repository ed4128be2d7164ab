import { AttendanceState } from '../../../generated/wijkboek/v1/presence_pb.ts';
import type { Standing } from '../model/board.ts';

// What the daemon says about one participant and one session, as a state that a coach sees at a glance. Times and kiosks stand in the
// daemon's sentence alone; what cannot be read there is left out, and the sentence itself is on the person's sheet.

interface Row {
  state: AttendanceState;
  late: boolean;
  leftEarly: boolean;
  why: string;
}

const came = /(?:^|; )came at (\d\d:\d\d)/;
const left = /(?:^|; )left at (\d\d:\d\d)/;

// "waits for Noord (not heard since 10:40) and Laptop (never heard)": whom it waits for. A name may have " and " in it.
export function waitedFor(why: string): readonly string[] {
  const waits = /(?:^|; )waits for (.*)$/.exec(why)?.[1];
  if (waits === undefined) return [];
  return [...waits.matchAll(/(?:^| and )(.+?) \((?:not heard since|never heard|nothing sent)[^)]*\)/g)].map((match) => match[1] ?? '');
}

// presentSince: when they came, while they are here.
export function standingOf(row: Row, presentSince: string | undefined): Standing {
  switch (row.state) {
    case AttendanceState.PENDING: {
      const kiosks = waitedFor(row.why);
      if (kiosks.length > 0) return { state: 'pending', kiosk: kiosks.join(', ') };
      if (presentSince !== undefined) return { state: 'present', since: presentSince };
      return { state: row.why.startsWith('begins ') ? 'coming' : 'unknown' };
    }
    case AttendanceState.PRESENT:
      if (row.leftEarly && presentSince === undefined) return { state: 'left', since: left.exec(row.why)?.[1] };
      return { state: row.late ? 'late' : 'present', since: presentSince ?? came.exec(row.why)?.[1] };
    case AttendanceState.EXCUSED:
      return { state: 'excused' };
    case AttendanceState.ABSENT:
      return { state: 'absent' };
    default:
      // In doubt, lost for good, or a state that this page does not know yet: a coach looks.
      return { state: 'unclear' };
  }
}
