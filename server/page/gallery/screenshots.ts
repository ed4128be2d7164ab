// Writes a picture of every screen to screenshots/SIZE/ (or $SCREENSHOTS/…): npm-run screenshots [-- ONE-ID-PART…]
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Theme } from './main.ts';
import { galleryFolder, launch, serveFolder } from './browser.ts';

const sizes = { desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const;
const wanted = process.argv.slice(2);
const folder = process.env['SCREENSHOTS'] ?? fileURLToPath(new URL('../screenshots', import.meta.url));
const served = await serveFolder(galleryFolder);
const browser = await launch();
let pictures = 0;

async function shoot(size: keyof typeof sizes, theme: Theme) {
  const page = await browser.newPage({ viewport: sizes[size], reducedMotion: 'reduce', locale: 'nl-NL' });
  await page.goto(served.address);
  const into = `${folder}/${theme === 'light' ? size : `${size}-${theme}`}`;
  mkdirSync(into, { recursive: true });
  for (const id of await page.evaluate(() => window.gallery.entries)) {
    if (wanted.length && !wanted.some((part) => id.includes(part))) continue;
    await page.evaluate(([id, theme]) => window.gallery.show(id, 'nl', theme), [id, theme] as const);
    // Of a panel all of it, and what is behind it no further than that.
    const panel = await page.evaluate(() => document.querySelector('dialog[open]')?.scrollHeight ?? 0);
    if (panel) await page.setViewportSize({ ...sizes[size], height: Math.max(sizes[size].height, panel + 32) });
    await page.screenshot({ path: `${into}/${id}.png`, fullPage: panel === 0 });
    if (panel) await page.setViewportSize(sizes[size]);
    pictures += 1;
  }
  await page.close();
}

await shoot('desk', 'light');
await shoot('phone', 'light');
await shoot('desk', 'dark');
await browser.close();
await served.close();
console.log(`${pictures} pictures in ${folder}`);
