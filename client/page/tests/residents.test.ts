import { describe, expect, test } from 'vitest';
import { residentPicture, tellApart, type ResidentPicture } from '../src/model/residents.ts';

const shown = (...residents: string[]) => residents.map((resident) => ({ resident, picture: residentPicture(resident) }));
const name = ({ symbol, tint }: ResidentPicture) => `${symbol} ${tint}`;
// Ids as they are: 32 digits of hexadecimal.
const ids = Array.from({ length: 600 }, (_, i) => (i * 2654435761).toString(16).padStart(32, '0'));

describe("a resident's picture", () => {
  test('is the same one every day, on every kiosk', () => {
    // Written down: whoever changes how it is made changes what people have learnt.
    expect(residentPicture('0123456789abcdef0123456789abcdef')).toEqual({ symbol: 'fish', tint: 'plum' });
    expect(residentPicture('0123456789abcdef0123456789abcdee')).not.toEqual(residentPicture('0123456789abcdef0123456789abcdef'));
  });
  test('uses all symbols and tints about alike', () => {
    const counts = new Map<string, number>();
    for (const id of ids) counts.set(name(residentPicture(id)), (counts.get(name(residentPicture(id))) ?? 0) + 1);
    expect(counts.size).toBe(60);
    expect(Math.max(...counts.values())).toBeLessThan(30);
  });
});

describe('residents on one screen', () => {
  // Two whose own pictures are the same.
  const [first = '', ...others] = ids;
  const twin = others.find((id) => name(residentPicture(id)) === name(residentPicture(first))) ?? '';
  test('do not look alike: one of two twins changes its tint', () => {
    const pictures = tellApart(shown(first, twin)).map((one) => one.picture);
    expect(pictures[0]?.symbol).toBe(pictures[1]?.symbol);
    expect(pictures[0]?.tint).not.toBe(pictures[1]?.tint);
  });
  test('look the same in whatever order they stand, and however often', () => {
    const one = tellApart(shown(first, twin));
    const other = tellApart(shown(twin, first, twin));
    expect(other[0]).toEqual(one[1]);
    expect(other[1]).toEqual(one[0]);
    expect(other[2]).toEqual(one[1]);
  });
  test('are all told apart as long as there are pictures', () => {
    const pictures = new Set(tellApart(shown(...ids.slice(0, 60))).map((one) => name(one.picture)));
    expect(pictures.size).toBe(60);
  });
});
