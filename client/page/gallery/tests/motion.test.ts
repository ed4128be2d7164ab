import { expect, test } from 'vitest';
import { entriesOf, show, useGallery } from './open.ts';

const gallery = useGallery();
const moves_ms_max = 5000;

async function endless(page: Awaited<ReturnType<typeof gallery.open>>): Promise<number[]> {
  return page.evaluate(
    (most) => document.getAnimations().map((one) => Number(one.effect?.getComputedTiming().endTime)).filter((ends) => !(ends <= most)),
    moves_ms_max,
  );
}

// WCAG 2.2.2; and a kiosk that waits draws nothing.
test('whatever moves by itself rests within five seconds', async () => {
  const page = await gallery.open({ reducedMotion: 'no-preference' });
  const found: string[] = [];
  let moving = 0;
  for (const { id } of await entriesOf(page)) {
    await show(page, id);
    moving += await page.evaluate(() => document.getAnimations().length);
    for (const ends of await endless(page)) found.push(`${id}: ends after ${ends} ms`);
  }
  expect(found).toEqual([]);
  expect(moving).toBeGreaterThan(0);
  await page.context().close();
});
