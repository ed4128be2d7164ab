import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import type { Browser, Locator, Page } from 'playwright-core';
import { languages, type LanguageCode } from '@wijkboek/page/i18n/languages.ts';
import type { MessageFile } from '@wijkboek/page/i18n/message-file.ts';
import { makeTranslator, type Arguments } from '@wijkboek/page/i18n/translator.ts';
import { launch } from '../gallery/browser.ts';
import { swipe } from '../gallery/swipe.ts';
import type { MessageKey } from '../src/words/messages.ts';
import type { Kiosk } from './town/kiosk.ts';

// Somebody at a kiosk's touchscreen: what they see, and what they press, by the keys of the messages.
export interface Visit {
  readonly page: Page;
  // Events that were answered as saved, in the order of the answers.
  readonly saved: readonly string[];
  // What the browser complained of, but for calls that were refused: those are the page's to tell.
  readonly complaints: readonly string[];
  // What left the machine.
  readonly away: readonly string[];
  says(key: MessageKey, args?: Arguments): Promise<void>;
  // The events saved since the last time this was asked, once there are so many.
  savedNow(count?: number): Promise<readonly string[]>;
  press(key: MessageKey, args?: Arguments): Promise<void>;
  button(key: MessageKey, args?: Arguments): Locator;
  swipe(code: string): Promise<void>;
  type(digits: string): Promise<void>;
  // Chooses it on the welcome screen.
  speak(language: LanguageCode): Promise<void>;
  // What is on the screen is expected in it.
  expectIn(language: LanguageCode): void;
  // From "saved" back to the welcome screen, which is Dutch for the next one.
  ready(): Promise<void>;
}

function wordsOf(language: LanguageCode) {
  const file = new URL(`../messages/${language}.json`, import.meta.url);
  const { messages } = JSON.parse(readFileSync(file, 'utf8')) as MessageFile;
  return makeTranslator(languages[language], messages as Record<MessageKey, string>);
}

// The events of an answer, wherever it says that something was saved.
function eventsOf(answer: unknown): readonly string[] {
  if (typeof answer !== 'object' || answer === null) return [];
  return Object.entries(answer).flatMap(([name, value]) => {
    const event = (value as { event?: unknown } | null)?.event;
    return (name === 'saved' || name === 'arrived') && typeof event === 'string' ? [event] : eventsOf(value);
  });
}

async function visit(browser: Browser, kiosk: Kiosk, first: MessageKey): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1024, height: 768 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const saved: string[] = [];
  const complaints: string[] = [];
  const away: string[] = [];
  page.on('console', (message) => {
    const refused = message.text().startsWith('Failed to load resource');
    if ((message.type() === 'error' || message.type() === 'warning') && !refused) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => {
    if (!request.url().startsWith(kiosk.address)) away.push(request.url());
  });
  page.on('response', (response) => {
    if (response.request().method() !== 'POST' || !response.ok()) return;
    response.json().then(
      (answer: unknown) => saved.push(...eventsOf(answer)),
      () => {},
    );
  });
  let words = wordsOf('nl');
  let asked = 0;
  const here: Visit = {
    page,
    saved,
    complaints,
    away,
    says: (key, args) => page.getByText(words.say(key, args)).first().waitFor({ timeout: 15_000 }),
    async savedNow(count = 1) {
      await expect.poll(() => saved.length - asked, { timeout: 5000 }).toBe(count);
      asked = saved.length;
      return saved.slice(-count);
    },
    button: (key, args) => page.getByRole('button', { name: words.say(key, args) }),
    press: (key, args) => here.button(key, args).click({ timeout: 15_000 }),
    swipe: (code) => swipe(page, code),
    async type(digits) {
      for (const digit of digits) await page.getByRole('button', { name: digit, exact: true }).click();
    },
    async speak(language) {
      await page.getByRole('button', { name: languages[language].name }).click();
      here.expectIn(language);
      await here.says('welcome.badge');
    },
    expectIn(language) {
      words = wordsOf(language);
    },
    async ready() {
      await here.press('common.ready');
      here.expectIn('nl');
      await here.says('welcome.badge');
    },
  };
  await page.goto(kiosk.address);
  await here.says(first);
  return here;
}

// A browser for the tests of one file; `first` is what its page says first. Whoever is still at a kiosk when a test ends goes; of a test that failed a picture is kept.
export function useVisits(): (kiosk: Kiosk, first?: MessageKey) => Promise<Visit> {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());
  afterEach(async ({ task }) => {
    for (const context of browser.contexts()) {
      for (const page of task.result?.state === 'fail' ? context.pages() : []) {
        const name = `${task.suite?.name ?? ''} ${task.name}`.trim().replaceAll(/\W+/g, '-').slice(0, 80);
        await page.screenshot({ path: fileURLToPath(new URL(`failed/${name}.png`, import.meta.url)) });
      }
      await context.close();
    }
  });
  return (kiosk, first = 'welcome.badge') => visit(browser, kiosk, first);
}
