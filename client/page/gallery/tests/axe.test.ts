import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { languageCodes, type LanguageCode } from '@wijkboek/page/i18n/languages.ts';
import type { Theme } from '../main.ts';
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

// What differs between languages is length, script and direction; what differs between themes is colour. So every screen is looked at in
// every language in one theme, and in every theme in one language that runs each way. The languages go in two pages at once, because a
// page keeps one core busy.
async function walk(page: Page, theme: Theme, wanted: (language: LanguageCode) => boolean): Promise<{ runs: number; found: string[] }> {
  const walked = { runs: 0, found: [] as string[] };
  for (const { id, languages } of await entriesOf(page)) {
    for (const language of languages.filter(wanted)) {
      await show(page, id, language, theme);
      const found = await findings(page);
      walked.runs += 1;
      walked.found.push(...found.map((finding) => `${id}/${language}/${theme}: ${finding}`));
    }
  }
  return walked;
}

const half = (first: boolean) => (language: LanguageCode) => languageCodes.indexOf(language) % 2 === (first ? 0 : 1);
const eachWay = (language: LanguageCode) => language === 'nl' || language === 'ar';

test.each([
  { what: 'in every language', walks: [['light', half(true)], ['light', half(false)]] },
  { what: 'in the other themes', walks: [['dark', eachWay], ['contrast', eachWay]] },
] as const)('axe finds nothing on any screen: $what', async ({ walks }) => {
  const walked = await Promise.all(
    walks.map(async ([theme, wanted]) => {
      const page = await gallery.open();
      await page.evaluate(axe);
      const result = await walk(page, theme, wanted);
      await page.context().close();
      return result;
    }),
  );
  for (const { runs } of walked) expect(runs).toBeGreaterThan(100);
  expect(walked.flatMap(({ found }) => found).slice(0, 20)).toEqual([]);
});
