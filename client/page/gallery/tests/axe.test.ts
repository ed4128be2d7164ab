import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { entriesOf, show, useGallery } from './open.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const gallery = useGallery();

async function findings(page: Page): Promise<readonly string[]> {
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(options: object): Promise<AxeResults> } };
    const { violations } = await axe.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      resultTypes: ['violations'],
    });
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`));
  });
}

test('axe finds what is put there for it to find', async () => {
  const page = await gallery.open();
  await page.evaluate(axe);
  await show(page, 'me');
  await page.evaluate(() => {
    const button = document.createElement('button');
    const text = document.createElement('p');
    text.textContent = 'pale';
    text.style.color = 'rgb(200 200 200)';
    document.querySelector('main')?.append(button, text);
  });
  const found = (await findings(page)).map((finding) => finding.split(':')[0]).sort();
  expect(found).toEqual(['button-name', 'color-contrast']);
  await page.context().close();
});

// What differs between languages is their length, script and direction; what differs between themes is colour. Both are walked whole.
test.each(['light', 'dark', 'contrast'] as const)('axe finds nothing on any screen in any language: %s', async (theme) => {
  const page = await gallery.open();
  await page.evaluate(axe);
  const all: string[] = [];
  let runs = 0;
  for (const { id, languages } of await entriesOf(page)) {
    for (const language of languages) {
      await show(page, id, language, theme);
      const found = await findings(page);
      runs += 1;
      all.push(...found.map((finding) => `${id}/${language}/${theme}: ${finding}`));
    }
  }
  expect(runs).toBeGreaterThan(100);
  expect(all.slice(0, 20)).toEqual([]);
  await page.context().close();
});
