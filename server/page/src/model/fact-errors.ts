import type { Trouble } from '../desk/desk.ts';

// What does not fit, as the server says it: a line each, "participants[0].birth_date: reason".

export interface Problem {
  // "participants[0].birth_date"; empty: it belongs to no field.
  path: string;
  reason: string;
}

const line = /^([a-z_]+\[\d+\](?:\.[a-z_]+(?:\[\d+\])?)*): (.+)$/;

export function readProblems(text: string): readonly Problem[] {
  return text
    .split('\n')
    .filter((one) => one.trim() !== '')
    .map((one) => {
      const [, path = '', reason = one] = line.exec(one) ?? [];
      return { path, reason };
    });
}

export const problemsIn = (trouble: Trouble | null): readonly Problem[] => (trouble?.kind === 'said' ? readProblems(trouble.text) : []);

// A field answers for what lies below it, too: "cohorts" for "cohorts[1]". Of several paths the first is its own, the others are those of
// wholes that it speaks for ("enrolments[0]").
export function problemAt(problems: readonly Problem[], paths: readonly string[]): Problem | undefined {
  const [own = ''] = paths;
  return problems.find(({ path }) => paths.includes(path)) ?? problems.find(({ path }) => path.startsWith(`${own}[`) || path.startsWith(`${own}.`));
}

// Rows of a roster name a column instead: those of one row are shown at a form's fields.
export const rowProblems = (errors: readonly { column: string; reason: string }[]): readonly Problem[] =>
  errors.map(({ column, reason }) => ({ path: column === '' ? '' : `row.${column}`, reason }));
