// How this kiosk stands. Times are UTC milliseconds; 0: never.
export interface KioskStanding {
  name: string;
  centre: string;
  unsent: number;
  oldestUnsent_ms: number;
  lastContact_ms: number;
  heardThrough_ms: number;
  upToDate: boolean;
  // What keeps it from being in sync, as the daemon words it; empty: nothing does.
  reason: string;
  clockUncertain: boolean;
  compared_ms: number;
  compared: number;
  sentAgain: number;
  shownDifferently: number;
  // Parked, lost or replaced, as the daemon words it.
  standing: string;
  version: string;
}

export interface OtherKiosk {
  device: string;
  name: string;
  heardThrough_ms: number;
  // Local time, with the day where it is not today.
  heardThrough: string;
  // "parked", "lost", "replaced", another word that this page does not know yet, or empty.
  standing: string;
}

const zone = 'Europe/Amsterdam';
const formats = {
  day: new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }),
  time: new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
};

// The civil day and time of a moment at the centres.
export function civilOf(at_ms: number): { day: string; time: string } {
  return { day: formats.day.format(at_ms), time: formats.time.format(at_ms) };
}

// The moment of a civil day and time there. In the hour that the autumn change repeats, the first.
export function momentOf(day: string, time: string): number {
  const utc_ms = Date.parse(`${day}T${time}:00Z`);
  const there = civilOf(utc_ms);
  return utc_ms - (Date.parse(`${there.day}T${there.time}:00Z`) - utc_ms);
}

// The server was reached within this time, or there is no network.
export const silent_ms_max = 2 * 60_000;

export function isOffline(standing: KioskStanding, now_ms: number): boolean {
  return now_ms - standing.lastContact_ms > silent_ms_max;
}

// Another kiosk that is in use and was not heard for a while: what happened there is not known here yet.
export function isBehind(kiosk: OtherKiosk, now_ms: number): boolean {
  return kiosk.standing === '' && now_ms - kiosk.heardThrough_ms > silent_ms_max;
}
