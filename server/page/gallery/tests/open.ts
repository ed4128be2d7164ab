import { afterAll, beforeAll } from 'vitest';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { galleryFolder, launch, serveFolder, type Served } from '../browser.ts';
import type { Theme } from '../main.ts';

export interface Opened {
  open(options?: BrowserContextOptions): Promise<Page>;
}

// Serves the gallery and starts a browser for the tests of one file.
export function useGallery(): Opened {
  let served: Served;
  let browser: Browser;
  beforeAll(async () => {
    served = await serveFolder(galleryFolder);
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
    await served.close();
  });
  return {
    async open(options) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce', locale: 'nl-NL', ...options });
      const page = await context.newPage();
      await page.goto(served.address);
      await page.waitForFunction(() => 'gallery' in window);
      return page;
    },
  };
}

export const entriesOf = (page: Page): Promise<readonly string[]> => page.evaluate(() => window.gallery.entries);

export function show(page: Page, id: string, tongue: 'nl' | 'en' = 'nl', theme: Theme = 'light'): Promise<void> {
  return page.evaluate(([id, tongue, theme]) => window.gallery.show(id, tongue, theme), [id, tongue, theme] as const);
}
