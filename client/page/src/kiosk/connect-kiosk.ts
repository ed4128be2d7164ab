import { createClient, Code, ConnectError, type Client } from '@connectrpc/connect';
import { createConnectTransport } from '@connectrpc/connect-web';
import { ClockQuality } from '../../generated/wijkboek/v1/common_pb.ts';
import { KioskService, type AttendanceRow, type Saved as SavedMessage } from '../../generated/wijkboek/v1/kiosk_pb.ts';
import { AttendanceState } from '../../generated/wijkboek/v1/presence_pb.ts';
import { AbsenceReason } from '../../generated/wijkboek/v1/sealed_pb.ts';
import { VoidReason } from '../../generated/wijkboek/v1/cases_pb.ts';
import type { OwnReason } from '../model/absence.ts';
import type { DayState, WeekDay } from '../model/week.ts';
import { KioskTrouble, type Credential, type Kiosk, type Saved } from './port.ts';

// The daemon on the same machine, by the Connect protocol. It decodes, calls and encodes, and nothing else.

// A commit waits for the disk; longer than this, the daemon is being started again.
const call_ms_max = 10_000;

const reasons: Record<OwnReason, AbsenceReason> = {
  sick: AbsenceReason.SICK,
  childcare: AbsenceReason.CHILDCARE,
  appointment: AbsenceReason.APPOINTMENT,
  work: AbsenceReason.WORK,
  moved: AbsenceReason.MOVED,
  other: AbsenceReason.OTHER,
};

const states: Record<AttendanceState, DayState> = {
  [AttendanceState.UNSPECIFIED]: 'none',
  [AttendanceState.PENDING]: 'pending',
  [AttendanceState.PRESENT]: 'present',
  [AttendanceState.EXCUSED]: 'excused',
  [AttendanceState.ABSENT]: 'absent',
  [AttendanceState.UNCLEAR]: 'coachLooks',
  [AttendanceState.UNKNOWN]: 'coachLooks',
};

const who = (credential: Credential) => ({
  who:
    'badge' in credential
      ? { case: 'badge' as const, value: credential.badge }
      : 'qr' in credential
        ? { case: 'qr' as const, value: credential.qr }
        : { case: 'pin' as const, value: credential.pin },
});

function troubleOf(error: unknown, credential: Credential | null): KioskTrouble {
  const code = ConnectError.from(error).code;
  if (code === Code.NotFound && credential) return new KioskTrouble('pin' in credential ? 'wrongPin' : 'unknownBadge');
  if (code === Code.ResourceExhausted) return new KioskTrouble('noDisk');
  return new KioskTrouble('restarting');
}

async function asking<Answer>(answer: Promise<Answer>, credential: Credential | null = null): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    throw troubleOf(error, credential);
  }
}

function saved(message: SavedMessage | undefined): Saved {
  // An answer without it would be no promise.
  if (!message) throw new KioskTrouble('restarting');
  return { event: message.event, at: message.at, unknown: message.person === '' };
}

// One day as a picture: what was attended outweighs what was not, and what is open outweighs both only where nothing was attended.
export function weekOf(rows: readonly AttendanceRow[]): readonly WeekDay[] {
  const rank: readonly DayState[] = ['present', 'late', 'coachLooks', 'pending', 'excused', 'absent', 'none'];
  const days = new Map<string, DayState>();
  for (const row of rows) {
    const state = row.late && row.state === AttendanceState.PRESENT ? 'late' : states[row.state];
    const before = days.get(row.day);
    if (before === undefined || rank.indexOf(state) < rank.indexOf(before)) days.set(row.day, state);
  }
  return [...days].sort(([a], [b]) => a.localeCompare(b)).map(([day, state]) => ({ day, state }));
}

export function connectKiosk(): Kiosk {
  const client: Client<typeof KioskService> = createClient(
    KioskService,
    createConnectTransport({ baseUrl: location.origin, useBinaryFormat: false, defaultTimeoutMs: call_ms_max }),
  );
  return {
    async state() {
      const status = await asking(client.getStatus({}));
      return {
        network: status.upToDate,
        unsent: Number(status.unsent),
        clockUncertain: status.clockQuality === ClockQuality.UNKNOWN,
      };
    },
    async know(credential) {
      const person = await asking(client.getPerson({ who: who(credential) }), credential);
      const today = await asking(client.getToday({}));
      const now = today.persons.find((one) => one.person === person.person);
      return {
        me: { person: person.person, name: person.name },
        hereSince: now?.present ? now.since : undefined,
        sick: false,
      };
    },
    async come(credential) {
      return saved((await asking(client.checkIn({ who: who(credential) }), credential)).saved);
    },
    async leave(credential) {
      return saved((await asking(client.checkOut({ who: who(credential) }), credential)).saved);
    },
    async comeWithoutBadge(symbol) {
      return saved((await asking(client.checkInWithoutBadge({ pictureToken: symbol }))).saved);
    },
    async undo(event) {
      await asking(client.voidEvent({ event, reason: VoidReason.WRONG_TAP }));
    },
    async page(credential) {
      const person = await asking(client.getPerson({ who: who(credential) }), credential);
      return {
        hours: Math.floor(person.hoursMinutes / 60),
        hoursWaiting: Math.floor(person.hoursToConfirmMinutes / 60),
        hoursTarget: Math.floor(person.targetMinutes / 60),
        week: weekOf(person.rows),
        helpGivenMinutes: person.helpGivenMinutes,
        helpReceivedMinutes: person.helpReceivedMinutes,
      };
    },
    async contest(credential, day) {
      return saved((await asking(client.contestAttendance({ who: who(credential), day }), credential)).saved);
    },
    async cantCome(credential, { spans, untilBetter, reason }) {
      const common = { who: who(credential), reason: reasons[reason] };
      if (untilBetter) return saved((await asking(client.excuse({ ...common, untilBetter }), credential)).saved);
      let last: Saved | null = null;
      for (const { first, last: lastDay } of spans) {
        last = saved((await asking(client.excuse({ ...common, firstDay: first, lastDay }), credential)).saved);
      }
      if (!last) throw new Error('an absence without days');
      return last;
    },
    async better(credential) {
      return saved((await asking(client.endExcuse({ who: who(credential) }), credential)).saved);
    },
  };
}
