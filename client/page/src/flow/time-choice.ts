// Choosing a time of day within bounds. Minutes since midnight.

export interface TimeRange {
  first: number;
  last: number;
}

export function moveTime(minutes: number, by: number, range: TimeRange): number {
  return Math.min(range.last, Math.max(range.first, minutes + by));
}

export function canMove(minutes: number, by: number, range: TimeRange): boolean {
  return moveTime(minutes, by, range) !== minutes;
}

// Where the clock stands at first: a quarter, within the range.
export function nearestQuarter(minutes: number, range: TimeRange): number {
  return Math.min(range.last, Math.max(range.first, Math.round(minutes / 15) * 15));
}
