import { expect, test } from 'vitest';
import { entriesOf, show, useGallery } from './open.ts';

const gallery = useGallery();

test('no request leaves the machine, and nothing is refused or thrown', async () => {
  const page = await gallery.open();
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.reload();
  await page.waitForFunction(() => 'gallery' in window);
  for (const { id, languages } of await entriesOf(page)) {
    for (const language of languages) await show(page, id, language);
  }
  expect(requests.length).toBeGreaterThan(5);
  expect(requests.filter((url) => new URL(url).hostname !== '127.0.0.1')).toEqual([]);
  expect(complaints).toEqual([]);
  await page.context().close();
});

test('the browser knows how each language counts', async () => {
  const page = await gallery.open();
  const locales = await page.evaluate(() => ['nl', 'en', 'ar', 'tr', 'pl', 'ti', 'fa', 'so', 'es'].map((locale) => new Intl.PluralRules(locale).resolvedOptions().locale));
  expect(locales).toEqual(['nl', 'en', 'ar', 'tr', 'pl', 'ti', 'fa', 'so', 'es']);
  await page.context().close();
});
