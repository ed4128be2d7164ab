// A signature as it is drawn: strokes of points on a paper.

export const paper_width = 800;
export const paper_height = 320;

export interface Point {
  x: number;
  y: number;
}
export type Stroke = readonly Point[];

// Smooth through the middles between the points, so that a slow finger's corners do not show.
export function toPath(stroke: Stroke): string {
  const [first, ...rest] = stroke;
  if (!first) return '';
  const at = (n: number) => Math.round(n * 10) / 10;
  let path = `M${at(first.x)} ${at(first.y)}`;
  let before = first;
  for (const next of rest) {
    path += `Q${at(before.x)} ${at(before.y)} ${at((before.x + next.x) / 2)} ${at((before.y + next.y) / 2)}`;
    before = next;
  }
  return `${path}L${at(before.x)} ${at(before.y)}`;
}
