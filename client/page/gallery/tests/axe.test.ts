import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import type { AxeResults } from 'axe-core';
import { expect, test } from 'vitest';
import { entriesOf, show, useGallery } from './open.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const gallery = useGallery();

// What differs between languages is their length, script and direction; what differs between themes is colour. Both are walked whole.
test.each(['light', 'dark', 'contrast'] as const)('axe finds nothing on any screen in any language: %s', async (theme) => {
  const page = await gallery.open();
  await page.evaluate(axe);
  const findings: string[] = [];
  let runs = 0;
  for (const { id, languages } of await entriesOf(page)) {
    for (const language of languages) {
      await show(page, id, language, theme);
      const found = await page.evaluate(async () => {
        const { axe } = window as unknown as { axe: { run(options: object): Promise<AxeResults> } };
        const { violations } = await axe.run({
          runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
          resultTypes: ['violations'],
        });
        return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`));
      });
      runs += 1;
      findings.push(...found.map((finding) => `${id}/${language}/${theme}: ${finding}`));
    }
  }
  expect(runs).toBeGreaterThan(100);
  expect(findings.slice(0, 20)).toEqual([]);
  await page.context().close();
});
