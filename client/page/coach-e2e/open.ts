import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { AxeResults } from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { languages } from '@wijkboek/page/i18n/languages.ts';
import { makeTranslator } from '@wijkboek/page/i18n/translator.ts';
import { launch, serveFolder, type Served } from '../gallery/browser.ts';
import { swipe } from '../gallery/swipe.ts';
import type { CoachKey, Say } from '../src/coach/words.ts';
import dutch from '../messages/coach.nl.json' with { type: 'json' };
import english from '../messages/coach.en.json' with { type: 'json' };

// Coach mode in a browser, as somebody sees and presses it.

export type CoachLanguage = 'nl' | 'en';
const files: Record<CoachLanguage, Readonly<Record<CoachKey, string>>> = { nl: dutch.messages, en: english.messages };
const folder = fileURLToPath(new URL('./dist', import.meta.url));
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
// As the daemon serves the page.
const headers = { 'content-security-policy': "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'" };

export interface Coach {
  page: Page;
  say: Say;
  // What the browser complained of: refused by the policy, thrown, or warned about.
  complaints: readonly string[];
  press(key: CoachKey, args?: Parameters<Say>[1]): Promise<void>;
  pressName(name: string | RegExp): Promise<void>;
  go(key: CoachKey): Promise<void>;
  type(label: string, text: string): Promise<void>;
  choose(name: string): Promise<void>;
  swipe(code: string): Promise<void>;
  // Waits until it stands there.
  see(text: string): Promise<void>;
  saved(what: string): Promise<void>;
  // What the daemon was asked to do, without what was only looked at.
  deeds(): Promise<readonly { method: string; args: readonly unknown[] }[]>;
  // axe finds nothing here, and nothing runs out of the screen.
  well(where: string): Promise<void>;
  close(): Promise<void>;
}

const looking = /^(clock|people|day|person|discrepancies|cases|status|phrases|phrase|visits|unowned|residents|kiosks|voice)$/;

export interface Stage {
  open(language: CoachLanguage, options?: { context?: BrowserContextOptions; practice?: boolean; before?: (page: Page) => Promise<void> }): Promise<Coach>;
  close(): Promise<void>;
}

export async function openStage(): Promise<Stage> {
  const served: Served = await serveFolder(folder, headers);
  const browser: Browser = await launch(['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']);
  return {
    async open(language, { context, practice = false, before } = {}) {
      const opened = await browser.newContext({ viewport: { width: 1024, height: 768 }, reducedMotion: 'reduce', locale: 'nl-NL', ...context });
      const page = await opened.newPage();
      const complaints: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(String(error)));
      await before?.(page);
      await page.goto(served.address);
      await page.waitForFunction(() => 'coach' in window);
      await page.evaluate(axe);
      await page.evaluate(([code, practising]) => window.coach.start(code, practising), [language, practice] as const);
      const { say } = makeTranslator(languages[language], files[language]);
      const button = (name: string | RegExp) => page.getByRole('button', typeof name === 'string' ? { name, exact: true } : { name });
      const coach: Coach = {
        page,
        say,
        complaints,
        press: (key, args) => button(say(key, args)).first().click(),
        pressName: (name) => button(name).first().click(),
        go: (key) => page.getByRole('navigation').getByRole('button', { name: new RegExp(`^${say(key)}`) }).click(),
        type: async (label, text) => {
          const field = page.getByLabel(label).first();
          await field.fill(text);
          await field.blur();
        },
        choose: (name) => page.locator('label', { hasText: name }).first().click(),
        swipe: (code) => swipe(page, code),
        see: async (text) => {
          await page.getByText(text).first().waitFor();
        },
        saved: async (what) => {
          await page.getByRole('status').filter({ hasText: what }).first().waitFor();
        },
        deeds: async () => {
          const calls = await page.evaluate(() => window.coach.calls());
          return calls.filter(({ method }) => !looking.test(method));
        },
        async well(where) {
          const found = await page.evaluate(async () => {
            const { axe } = window as unknown as { axe: { run(options: object): Promise<AxeResults> } };
            const { violations } = await axe.run({
              runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
              resultTypes: ['violations'],
            });
            const barriers = violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`));
            const { scrollHeight, scrollWidth, clientHeight } = document.documentElement;
            // On a large screen its middle scrolls, and the page stays as it is.
            if (innerWidth >= 720 && innerHeight >= 560 && scrollHeight > clientHeight + 1) barriers.push(`is ${scrollHeight} high`);
            return scrollWidth > innerWidth ? [...barriers, `is ${scrollWidth} wide`] : barriers;
          });
          if (found.length > 0) throw new Error(`${where}: ${found.join('\n')}`);
        },
        close: () => opened.close(),
      };
      await coach.see('Tesfay Verzonnen');
      return coach;
    },
    async close() {
      await browser.close();
      await served.close();
    },
  };
}
