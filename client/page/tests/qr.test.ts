import decodeQR from 'qr/decode.js';
import { expect, test } from 'vitest';
import { qrSquares } from '../src/coach/model/qr.ts';

// Draws it as the card does, and reads it as a camera would.
function read(squares: readonly (readonly boolean[])[], scale = 4): string {
  const side = squares.length * scale;
  const data = new Uint8Array(side * side * 4).fill(255);
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const dark = squares[Math.floor(y / scale)]?.[Math.floor(x / scale)] ?? false;
      if (dark) data.set([0, 0, 0], (y * side + x) * 4);
    }
  }
  return decodeQR({ width: side, height: side, data });
}

test("a card's code says what the daemon said, and can be read", async () => {
  const card = 'wijkboek:resident:0123456789abcdef0123456789abcdef';
  expect(read(await qrSquares(card))).toBe(card);
});

test('also when a part of it is stained', async () => {
  const squares = (await qrSquares('wijkboek:resident:0123456789abcdef0123456789abcdef')).map((row) => [...row]);
  const middle = Math.floor(squares.length / 2);
  for (let y = middle; y < middle + 5; y += 1) for (let x = middle; x < middle + 5; x += 1) (squares[y] ?? [])[x] = true;
  expect(read(squares)).toBe('wijkboek:resident:0123456789abcdef0123456789abcdef');
});

test('it is dark on nothing at its edges', async () => {
  const squares = await qrSquares('x');
  expect(squares.slice(0, 4).flat().some(Boolean)).toBe(false);
  expect(squares.map((row) => row[3]).some(Boolean)).toBe(false);
});
