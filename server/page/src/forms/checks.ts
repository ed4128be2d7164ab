import type { Problem } from '../model/fact-errors.ts';
import type { Say } from '../words/words.ts';

// What the page itself sees to be missing, before the server is asked.
export const missing = (say: Say, fields: readonly (readonly [path: string, value: string])[]): readonly Problem[] =>
  fields.filter(([, value]) => value.trim() === '').map(([path]) => ({ path, reason: say('fits.missing') }));

export const backwards = (say: Say, path: string, first: string, last: string): readonly Problem[] =>
  first !== '' && last !== '' && last < first ? [{ path, reason: say('fits.backwards') }] : [];

export const noNumber = (say: Say, path: string, text: string): readonly Problem[] => (/^\d{0,9}$/.test(text.trim()) ? [] : [{ path, reason: say('fits.number') }]);
