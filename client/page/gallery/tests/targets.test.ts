import { expect, test } from 'vitest';
import { entriesOf, show, useGallery } from './open.ts';

const gallery = useGallery();

const sizes = {
  landscape: { width: 1024, height: 768 },
  portrait: { width: 768, height: 1024 },
  phone: { width: 390, height: 844 },
  laptop: { width: 1440, height: 900 },
};

// 2 cm at the usual panel for participants, 44 px for coaches; and nothing runs out of the screen.
test.each(Object.entries(sizes))('targets are large enough, and nothing is cut off: %s', async (_, viewport) => {
  const page = await gallery.open({ viewport });
  const findings: string[] = [];
  for (const { id, whose, languages } of await entriesOf(page)) {
    for (const language of languages) {
      await show(page, id, language);
      const found = await page.evaluate((least) => {
        const found: string[] = [];
        for (const target of document.querySelectorAll<HTMLElement>('button, a[href], input, select, textarea, summary')) {
          // The coach's door on the participants' first screen is a coach's target.
          const own = target.classList.contains('coach') ? 44 : least;
          const measured = target.closest('label') ?? target;
          const { width, height } = measured.getBoundingClientRect();
          if (width < own - 0.5 || height < own - 0.5) {
            found.push(`${Math.round(width)}×${Math.round(height)}: ${target.textContent.trim().slice(0, 40)}`);
          }
        }
        if (document.documentElement.scrollWidth > innerWidth) found.push(`is ${document.documentElement.scrollWidth} wide`);
        for (const text of document.querySelectorAll<HTMLElement>('button, label, h1, h2, p, li')) {
          if (text.closest('.unseen')) continue;
          const style = getComputedStyle(text);
          if (style.overflowX === 'visible' && text.scrollWidth > text.clientWidth + 1 && text.clientWidth > 0 && style.display !== 'inline') {
            found.push(`runs over: ${text.textContent.trim().slice(0, 40)} (${text.scrollWidth} in ${text.clientWidth})`);
          }
        }
        for (const box of document.querySelectorAll<HTMLElement>('main, main ul, main div, main section')) {
          const cuts = getComputedStyle(box).overflowY === 'hidden';
          if (cuts && box.scrollHeight > box.clientHeight + 2) found.push(`cut off: ${box.textContent.trim().slice(0, 40)}`);
        }
        return found;
      }, whose === 'participant' ? 96 : 44);
      findings.push(...found.map((finding) => `${id}/${language}: ${finding}`));
    }
  }
  expect(findings).toEqual([]);
  await page.context().close();
});
