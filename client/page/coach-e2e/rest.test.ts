import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { openStage, type Coach, type CoachLanguage, type Stage } from './open.ts';

// When coach mode ends, what keeps it open, what is said when the daemon does not do what was asked, and the sizes of screens.

let stage: Stage;
let coach: Coach | null = null;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(async () => {
  await stage.close();
});
afterEach(async () => {
  const complaints = coach?.complaints ?? [];
  await coach?.close();
  coach = null;
  expect(complaints).toEqual([]);
});
const open = async (...args: Parameters<Stage['open']>): Promise<Coach> => {
  coach = await stage.open(...args);
  return coach;
};
// The page's own clock, which the test turns.
const before = (page: Page) => page.clock.install();
const asked = () => coach?.page.evaluate(() => window.coach.asked());
const count = (method: string) =>
  coach?.page.evaluate((wanted) => window.coach.calls().filter((call) => call.method === wanted).length, method) ?? 0;
const minute = 60_000;

describe('rest', () => {
  test('ends coach mode after two minutes, with a warning that can be waved away', async () => {
    const { page, say, see, well, press } = await open('nl', { before });
    await page.clock.runFor(99_000);
    expect(await page.getByText(say('frame.stay')).count()).toBe(0);
    await page.clock.runFor(4_000);
    await see(say('frame.stay'));
    await well('warning');
    await press('frame.stay');
    await page.clock.runFor(90_000);
    expect(await asked()).toEqual([]);
    await page.clock.runFor(31_000);
    expect(await asked()).toEqual(['leave']);
    // Once, however long it stands there.
    await page.clock.runFor(2 * minute);
    expect(await asked()).toEqual(['leave']);
  });

  test('does not end while somebody types a PIN, but for a pad that was left behind', async () => {
    const { page, say, pressName, press, choose } = await open('nl', { before });
    await pressName(say('today.open', { name: 'Fatma Verzonnen' }));
    await press('person.badge');
    await choose(say('badge.way.pin'));
    await page.clock.runFor(9 * minute);
    expect(await asked()).toEqual([]);
    await page.clock.runFor(4 * minute);
    expect(await asked()).toEqual(['leave']);
  });

  test('nobody who only looks keeps the ticket alive; who writes a long note does', async () => {
    const { page, say, pressName, press } = await open('nl', { before });
    const looked = await count('day');
    const used = await count('unowned');
    await page.clock.runFor(100_000);
    expect(await count('day')).toBeGreaterThan(looked + 3);
    expect(await count('unowned')).toBe(used);
    await press('frame.stay');
    await pressName(say('today.open', { name: 'Fatma Verzonnen' }));
    await press('person.talk');
    const then = await count('unowned');
    for (let i = 0; i < 3; i += 1) {
      await page.getByLabel(say('form.note')).pressSequentially('x');
      await page.clock.runFor(50_000);
    }
    expect(await count('unowned')).toBeGreaterThan(then);
    expect(await asked()).toEqual([]);
  });
});

describe('the ticket', () => {
  test('that is over leads back to the welcome screen, calmly, and nothing is said to be saved', async () => {
    const { page, pressName } = await open('nl');
    await page.evaluate(() => window.coach.endTicket());
    await pressName(/^Tesfay Verzonnen.*/);
    await expect.poll(asked).toEqual(['leave']);
    expect(await page.locator('.saved').count()).toBe(0);
    expect(await page.getByRole('alert').count()).toBe(0);
  });
});

describe.each(['nl', 'en'] as const satisfies readonly CoachLanguage[])('what was not done, in %s', (language) => {
  test.each([
    ['full', '', 'trouble.full'],
    ['restarting', '', 'trouble.unheard'],
    ['refused', 'it is about yourself: somebody else must settle it', null],
    ['refused', 'the moon is full', null],
  ] as const)('is said so: %s %s', async (code, said, key) => {
    const { page, say, see, well, pressName, press } = await open(language);
    await page.evaluate(([code, said]) => window.coach.fail(code, said), [code, said] as const);
    await pressName(/^Tesfay Verzonnen.*/);
    await see(key ? say(key) : said.startsWith('it') ? say('daemon.ownMatter').slice(1) : 'The moon is full');
    expect(await page.locator('.saved').count()).toBe(0);
    await well(code);
    await press('frame.hush');
    expect(await page.getByRole('alert').count()).toBe(0);
    await page.evaluate(() => window.coach.fail(null));
    await pressName(/^Tesfay Verzonnen.*/);
    await page.locator('.saved').waitFor();
  });
});

test('a second tap while the first is on its way does nothing', async () => {
  const { page, deeds } = await open('nl');
  await page.locator('.board .sight', { hasText: 'Tesfay' }).evaluate((button: HTMLElement) => {
    button.click();
    button.click();
  });
  await page.locator('.saved').waitFor();
  expect(await deeds()).toHaveLength(1);
});

test('practice is seen on every screen, and is not offered twice', async () => {
  const { page, say, see, well, go } = await open('nl', { practice: true });
  await see(say('frame.practice'));
  await well('practice');
  await go('frame.kiosk');
  await see(say('frame.practice'));
  expect(await page.getByText(say('kiosk.practiceStart'), { exact: true }).count()).toBe(0);
});

test('by keys alone: Tab reaches the board, Enter sees somebody, and each screen begins at its heading', async () => {
  const { page, say, deeds, go } = await open('nl');
  await page.locator('.board .sight', { hasText: 'Tesfay' }).focus();
  await page.keyboard.press('Enter');
  await page.locator('.saved').waitFor();
  expect(await deeds()).toEqual([{ method: 'sight', args: ['d5', false] }]);
  await go('frame.help');
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe(say('help.title'));
});

test("on a resident's paper card stand the picture and the code, and nothing else", async () => {
  const { page, say, press, pressName, go, well } = await open('nl');
  await go('frame.visit');
  await press('visits.cards');
  await well('cards');
  await pressName('Mevrouw De Wit-Verzonnen');
  await page.getByRole('img', { name: say('card.code') }).waitFor();
  await well('card');
  await page.emulateMedia({ media: 'print' });
  const printed = await page.evaluate(() => {
    const shown = [...document.querySelectorAll<HTMLElement>('body *')].filter((one) => getComputedStyle(one).visibility === 'visible');
    return {
      text: shown.map((one) => [...one.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.textContent?.trim()).join('')).join(''),
      outside: shown.filter((one) => !one.closest('.card')).length,
      code: shown.some((one) => one.tagName.toLowerCase() === 'path'),
    };
  });
  expect(printed).toEqual({ text: '', outside: 0, code: true });
});

test.each([
  ['landscape', { width: 1024, height: 768 }],
  ['portrait', { width: 768, height: 1024 }],
  ['phone', { width: 390, height: 844 }],
  ['laptop', { width: 1440, height: 900 }],
])('everything fits and can be pressed: %s', async (_, viewport) => {
  const { page, say, well, go } = await open('nl', { context: { viewport } });
  for (const place of ['frame.today', 'frame.visit', 'frame.help', 'frame.walkIn', 'frame.discrepancies', 'frame.calls', 'frame.kiosk'] as const) {
    await go(place);
    await page.locator('main').waitFor();
    await well(say(place));
    const small = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('button, input, textarea')].flatMap((target) => {
        const { width, height } = (target.closest('label') ?? target).getBoundingClientRect();
        return width < 43.5 || height < 43.5 ? [`${Math.round(width)}×${Math.round(height)} ${target.textContent.trim()}`] : [];
      }),
    );
    expect(small).toEqual([]);
  }
});
