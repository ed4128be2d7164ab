import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const css = readFileSync(fileURLToPath(new URL('../../../common/page/styles/tokens.css', import.meta.url)), 'utf8');

function block(start: string): Record<string, string> {
  const from = css.indexOf(start);
  const body = css.slice(css.indexOf('{', from) + 1, css.indexOf('\n}', from));
  return Object.fromEntries([...body.matchAll(/--([a-z-]+):\s*(#[0-9a-f]{6});/g)].map((match) => [match[1], match[2]]));
}

const light = block(':root {');
const themes: Record<string, Record<string, string>> = {
  light,
  dark: { ...light, ...block(":root[data-theme='dark']") },
  contrast: { ...light, ...block(":root[data-theme='contrast']") },
};

// WCAG 2.2, relative luminance.
function luminance(hex: string): number {
  const part = (at: number) => {
    const s = parseInt(hex.slice(at, at + 2), 16) / 255;
    return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5);
}

function contrast(one: string, other: string): number {
  const [dark = 0, bright = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (bright + 0.05) / (dark + 0.05);
}

// Text, and what it stands on.
const texts: readonly [string, string][] = [
  ['ink', 'ground'],
  ['ink', 'paper'],
  ['ink', 'sunk'],
  ['ink-soft', 'ground'],
  ['ink-soft', 'paper'],
  ['ink-soft', 'sunk'],
  ['on-action', 'action'],
  ['on-action', 'action-press'],
  ['action-ink', 'action-soft'],
  ['action-ink', 'paper'],
  ['wait-ink', 'wait-soft'],
  ['need-ink', 'need-soft'],
  ['need-ink', 'paper'],
  ['wait-ink', 'paper'],
  ['saved-ink', 'saved-soft'],
  ['saved-ink', 'paper'],
  ['ink', 'saved-soft'],
  ['on-practice', 'practice'],
];
// Shapes that carry meaning, and the lines of pictures.
const shapes: readonly [string, string][] = [
  ['action', 'paper'],
  ['action', 'ground'],
  ['wait', 'paper'],
  ['wait', 'sunk'],
  ['wait', 'wait-soft'],
  ['need', 'paper'],
  ['action', 'rest'],
  ['ink', 'rest'],
  ['edge', 'paper'],
  ['edge', 'ground'],
  ['saved', 'saved-soft'],
  ['on-saved', 'saved'],
  ['focus', 'ground'],
  ['focus', 'paper'],
  ['picture-line', 'sun'],
  ['picture-line', 'peach'],
  ['picture-line', 'sage'],
  ['picture-line', 'sky'],
  ['picture-line', 'plum'],
  ['picture-line', 'skin'],
];

test('the contrast of black on white is 21', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
});

describe.each(Object.entries(themes))('%s', (_, tokens) => {
  const ratio = ([one, other]: readonly [string, string]) => {
    const a = tokens[one];
    const b = tokens[other];
    if (!a || !b) throw new Error(`no colour ${one} or ${other}`);
    return contrast(a, b);
  };
  test.each(texts)('text in %s on %s has at least 7 to 1', (one, other) => {
    expect(ratio([one, other])).toBeGreaterThanOrEqual(7);
  });
  test.each(shapes)('a shape in %s on %s has at least 3 to 1', (one, other) => {
    expect(ratio([one, other])).toBeGreaterThanOrEqual(3);
  });
});
