import { randomBytes } from 'node:crypto';
import { renameSync, writeFileSync } from 'node:fs';

// A device's clocks as the file that the programs read (--clock-file): what it believes the time to be, and how long it has been on.
export interface ClockFile {
  readonly path: string;
  // Switched on; a clock without a battery then believes it to be `wallMs`.
  boot(trueMs: number, wallMs?: number): void;
  set(trueMs: number): void;
}

export function makeClock(path: string, trueMs: number): ClockFile {
  let began = 0;
  let wrongBy = 0;
  let boot = '';
  const clock: ClockFile = {
    path,
    boot(trueMs, wallMs = trueMs) {
      // It takes a while until the daemon runs.
      began = trueMs - 20_000;
      wrongBy = wallMs - trueMs;
      boot = randomBytes(16).toString('hex');
      clock.set(trueMs);
    },
    set(trueMs) {
      writeFileSync(`${path}.new`, `${trueMs + wrongBy} ${trueMs - began} ${boot}\n`);
      renameSync(`${path}.new`, path);
    },
  };
  clock.boot(trueMs);
  return clock;
}

// In winter, when Amsterdam is an hour ahead of UTC: the tests' days lie in March.
export function amsterdamMs(day: string, time: string): number {
  return Date.parse(`${day}T${time}:00+01:00`);
}

export function weekdayAfter(day: string): string {
  const next = new Date(`${day}T12:00:00Z`);
  do next.setUTCDate(next.getUTCDate() + 1);
  while ([0, 6].includes(next.getUTCDay()));
  return next.toISOString().slice(0, 10);
}
