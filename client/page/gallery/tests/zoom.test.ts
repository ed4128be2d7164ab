import { expect, test } from 'vitest';
import { entriesOf, show, useGallery } from './open.ts';

const gallery = useGallery();

// At 200% a screen of 1024 by 768 is as wide as 512 by 384: what does not fit is reached by scrolling down, and never sideways.
test('nothing is lost at 200%', async () => {
  const page = await gallery.open({ viewport: { width: 512, height: 384 }, deviceScaleFactor: 2 });
  const findings: string[] = [];
  for (const { id, languages } of await entriesOf(page)) {
    for (const language of languages) {
      await show(page, id, language);
      const found = await page.evaluate(() => {
        const found: string[] = [];
        const root = document.documentElement;
        if (root.scrollWidth > innerWidth) found.push(`is ${root.scrollWidth} wide`);
        for (const target of document.querySelectorAll<HTMLElement>('button, h1, h2, p, input')) {
          if (target.closest('.unseen')) continue;
          const box = target.getBoundingClientRect();
          if (box.width === 0) continue;
          if (box.left < -1 || box.right > innerWidth + 1) found.push(`out of the screen: ${target.textContent.trim().slice(0, 30)}`);
        }
        const foot = document.querySelector('footer');
        if (foot && foot.getBoundingClientRect().height > innerHeight * 0.75) found.push('the foot covers the screen');
        return found;
      });
      findings.push(...found.map((finding) => `${id}/${language}: ${finding}`));
    }
  }
  expect(findings).toEqual([]);
  await page.context().close();
});
