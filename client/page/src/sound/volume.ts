// How loud the kiosk speaks: off, or one of three steps, which is as much as a finger wants to choose from.
export const volumes = [0, 1, 2, 3] as const;
export type Volume = (typeof volumes)[number];

// As an audio element takes it. The ear hears steps of equal ratio as equal.
export const gains: Record<Volume, number> = { 0: 0, 1: 0.25, 2: 0.5, 3: 1 };

export function nextVolume(volume: Volume): Volume {
  return volumes[(volume + 1) % volumes.length] ?? 0;
}
