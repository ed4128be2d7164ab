// Writes a picture of every screen to screenshots/LANGUAGE/SIZE/ (or $SCREENSHOTS/…): npm-run screenshots [-- ONE-ID-PART…]
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { LanguageCode } from '@wijkboek/page/i18n/languages.ts';
import type { Theme } from './main.ts';
import { galleryFolder, launch, serveFolder } from './browser.ts';

const sizes = {
  landscape: { width: 1024, height: 768 },
  portrait: { width: 768, height: 1024 },
  phone: { width: 390, height: 844 },
} as const;
const languages: readonly LanguageCode[] = (process.env['LANGUAGES']?.split(',') as LanguageCode[] | undefined) ?? ['nl', 'ar', 'ti'];
const themes: readonly Theme[] = ['dark', 'contrast'];

const wanted = process.argv.slice(2);
const folder = process.env['SCREENSHOTS'] ?? fileURLToPath(new URL('../screenshots', import.meta.url));
const served = await serveFolder(galleryFolder);
const browser = await launch();
let pictures = 0;

async function shoot(size: keyof typeof sizes, language: LanguageCode, theme: Theme) {
  const page = await browser.newPage({ viewport: sizes[size], reducedMotion: 'reduce', locale: 'nl-NL' });
  await page.goto(served.address);
  const all = await page.evaluate(() => window.gallery.entries);
  const into = `${folder}/${theme === 'light' ? language : `${language}-${theme}`}/${size}`;
  mkdirSync(into, { recursive: true });
  for (const { id, languages: own } of all) {
    if (!own.includes(language) || (wanted.length && !wanted.some((part) => id.includes(part)))) continue;
    await page.evaluate(([id, language, theme]) => window.gallery.show(id, language, theme), [id, language, theme] as const);
    // What is longer than the screen is shown whole, with the bar at its foot where it is when one has scrolled down.
    const height = await page.evaluate(() => {
      const main = document.querySelector('main');
      return document.documentElement.scrollHeight + (main ? main.scrollHeight - main.clientHeight : 0);
    });
    await page.setViewportSize({ ...sizes[size], height: Math.max(height, sizes[size].height) });
    await page.screenshot({ path: `${into}/${id}.png` });
    await page.setViewportSize(sizes[size]);
    pictures += 1;
  }
  await page.close();
}

for (const language of languages) {
  for (const size of Object.keys(sizes) as (keyof typeof sizes)[]) await shoot(size, language, 'light');
}
for (const theme of themes) await shoot('landscape', 'nl', theme);

await browser.close();
await served.close();
console.log(`${pictures} pictures in ${folder}`);
