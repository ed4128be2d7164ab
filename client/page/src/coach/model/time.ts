// Reads a time of day as people type it: "9", "905", "9:05", "9.05", "09:05". What is no time becomes empty.
export function readTime(text: string): string {
  const match = /^\s*(\d{1,2})(?:\s*[:.u]?\s*(\d{2}))?\s*$/.exec(text);
  if (!match) return '';
  const hours = Number(match[1]);
  const minutes = Number(match[2] ?? 0);
  if (hours > 23 || minutes > 59) return '';
  return `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
}
