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
  await show(page, 'today');
  await page.evaluate(axe);
  await page.evaluate(() => document.querySelector('main')?.append(document.createElement('input')));
  expect(await findings(page)).not.toEqual([]);
});

test.each(['light', 'dark', 'contrast'] as const)('no screen has a barrier that axe can find: %s', async (theme) => {
  const page = await gallery.open();
  await page.evaluate(axe);
  const all: string[] = [];
  for (const id of await entriesOf(page)) {
    await show(page, id, 'nl', theme);
    all.push(...(await findings(page)).map((finding) => `${id}: ${finding}`));
  }
  expect(all).toEqual([]);
});
