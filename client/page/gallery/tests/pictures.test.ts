import { expect, test } from 'vitest';
import { entriesOf, show, useGallery } from './open.ts';

const gallery = useGallery();

// Without a word on the screen each thing that a participant can press is still known by its picture, and no two on one screen are alike.
test('every target has a picture of its own, with all text hidden', async () => {
  const page = await gallery.open();
  await page.evaluate(() => {
    document.documentElement.dataset['text'] = 'hidden';
  });
  const findings: string[] = [];
  for (const { id, whose } of await entriesOf(page)) {
    if (whose !== 'participant') continue;
    await show(page, id);
    const found = await page.evaluate(() => {
      const found: string[] = [];
      const seen = new Map<string, string>();
      for (const target of document.querySelectorAll<HTMLElement>('button')) {
        const name = target.textContent.trim();
        // A digit or letter is its own picture, and a language is known by its script.
        if (/^[0-9A-Z]$/.test(name) || target.closest('nav')) continue;
        const icons = [...target.querySelectorAll<SVGElement>('[data-icon]')].filter((icon) => {
          const box = icon.getBoundingClientRect();
          return box.width >= 16 && box.height >= 16 && getComputedStyle(icon).visibility === 'visible';
        });
        if (icons.length === 0) {
          found.push(`no picture: ${name}`);
          continue;
        }
        const kinds = icons.map((icon) => icon.dataset['icon']);
        // People, days and times are told apart by what is in the picture: a face, a leaf of the calendar, the hands of a clock.
        if (kinds.some((kind) => kind === 'person' || kind === 'day-leaf')) continue;
        const picture = icons.map((icon) => icon.outerHTML.replace(/svelte-[a-z0-9]+/g, '')).join();
        const other = seen.get(picture);
        if (other !== undefined) found.push(`same picture: ${name} and ${other}`);
        seen.set(picture, name);
      }
      return found;
    });
    findings.push(...found.map((finding) => `${id}: ${finding}`));
  }
  expect(findings).toEqual([]);
  await page.context().close();
});
