import { expect, test } from 'vitest';
import { entriesOf, show, useGallery } from './open.ts';

const gallery = useGallery();

// 1280 points at 200 % are 640, and at 400 % 320, as WCAG's reflow asks: nothing but a table scrolls sideways.
test.each([640, 320])('nothing runs out of a window of %i points', async (width) => {
  const page = await gallery.open({ viewport: { width, height: 800 } });
  const wide: string[] = [];
  for (const id of await entriesOf(page)) {
    await show(page, id);
    const over = await page.evaluate(() => Math.max(...[document.documentElement, ...document.querySelectorAll('dialog')].map((one) => one.scrollWidth - one.clientWidth)));
    if (over > 0) wide.push(`${id}: ${over}`);
  }
  expect(wide).toEqual([]);
});

// The links of a table's rows are smaller: what is around them is theirs alone.
test('what is pressed outside of tables is 44 points high', async () => {
  const page = await gallery.open();
  const small: string[] = [];
  for (const id of await entriesOf(page)) {
    await show(page, id);
    small.push(
      ...(await page.evaluate(() =>
        [...document.querySelectorAll<HTMLElement>('.button, nav a, .check, select, input:not([type=checkbox], [type=radio])')]
          .filter((one) => one.offsetParent !== null && one.getBoundingClientRect().height < 44)
          .map((one) => `${one.outerHTML.slice(0, 80)} ${one.getBoundingClientRect().height}`),
      )).map((finding) => `${id}: ${finding}`),
    );
  }
  expect(small).toEqual([]);
});

test('in English, every screen is there too', async () => {
  const page = await gallery.open();
  const failed: string[] = [];
  page.on('pageerror', (error) => failed.push(String(error)));
  for (const id of await page.evaluate(() => window.gallery.plain)) {
    await show(page, id, 'en');
    if ((await page.locator('h1').count()) !== 1) failed.push(`${id}: no heading`);
  }
  expect(failed).toEqual([]);
});
