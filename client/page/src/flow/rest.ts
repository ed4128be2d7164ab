// Coach mode leaves by itself after two minutes of rest, and says so in time to be kept open.

export const rest_seconds_max = 120;
export const warning_seconds = 20;

export interface Rest {
  seconds: number;
  over: boolean;
}

export const awake: Rest = { seconds: 0, over: false };

export function stepRest(rest: Rest, event: 'second' | 'touched'): Rest {
  if (rest.over) return rest;
  if (event === 'touched') return awake;
  const seconds = rest.seconds + 1;
  return { seconds, over: seconds >= rest_seconds_max };
}

// Seconds that are left, once they are few.
export function leavesIn(rest: Rest): number | null {
  const left = rest_seconds_max - rest.seconds;
  return left <= warning_seconds ? left : null;
}
