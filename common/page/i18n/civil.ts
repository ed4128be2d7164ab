// Civil days and times as the protocol writes them, "2026-03-03" and "09:02", without a time zone: the daemon has already put them in
// the centre's own time.

export interface CivilDay {
  year: number;
  // 1 to 12.
  month: number;
  day: number;
  // 1 is Monday, 7 Sunday.
  weekday: number;
}

export function parseDay(text: string): CivilDay {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
  const sunday0 = new Date(Date.UTC(year, month - 1, day)).getUTCDay();
  return { year, month, day, weekday: sunday0 === 0 ? 7 : sunday0 };
}

export function formatDay(day: { year: number; month: number; day: number }): string {
  const two = (n: number) => String(n).padStart(2, '0');
  return `${String(day.year).padStart(4, '0')}-${two(day.month)}-${two(day.day)}`;
}

export function addDays(text: string, days: number): string {
  const { year, month, day } = parseDay(text);
  const moved = new Date(Date.UTC(year, month - 1, day + days));
  return formatDay({ year: moved.getUTCFullYear(), month: moved.getUTCMonth() + 1, day: moved.getUTCDate() });
}

// Minutes since midnight.
export function parseTime(text: string): number {
  const [hours = 0, minutes = 0] = text.split(':').map(Number);
  return hours * 60 + minutes;
}

export function formatTime(minutes: number): string {
  const two = (n: number) => String(n).padStart(2, '0');
  return `${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}`;
}
