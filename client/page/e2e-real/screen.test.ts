import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chromium, type Browser, type Page } from 'playwright-core';
import { useTown } from './town/town.ts';

// Chromium as a kiosk starts it (deploy/kiosk): its flags, and its policy where Debian's Chromium looks for it. A new mount namespace keeps
// that away from the machine the tests run on.
const deployed = (name: string) => fileURLToPath(new URL(`../../../deploy/kiosk/${name}`, import.meta.url));
const town = useTown();
const folder = mkdtempSync(join(tmpdir(), 'wijkboek-screen-'));
let browser: Browser;
let page: Page;

beforeAll(async () => {
  const address = new URL(town().kiosk.address);
  const policy = join(folder, 'policy.json');
  // As the set-up has it for another port; with developer's tools, because by those the test holds on to the page.
  const said = readFileSync(deployed('wijkboek-kiosk.json'), 'utf8').replaceAll('127.0.0.1:8440', address.host);
  writeFileSync(policy, JSON.stringify({ ...(JSON.parse(said) as object), DeveloperToolsAvailability: 1 }));
  const screen = join(folder, 'screen');
  const inside = `mount --make-rprivate / 2>/dev/null; mount -t tmpfs tmpfs /etc/chromium && mkdir -p /etc/chromium/policies/managed &&
    cp ${policy} /etc/chromium/policies/managed/ && exec ${deployed('wijkboek-screen')} "$@"`;
  writeFileSync(screen, `#!/bin/sh\nexec unshare -m --propagation unchanged sh -c '${inside}' sh "$@"\n`);
  chmodSync(screen, 0o755);
  browser = await chromium.launch({
    executablePath: screen,
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
    // Playwright's own habits that a kiosk does not have.
    ignoreDefaultArgs: ['--mute-audio'],
    env: { ...process.env, OZONE_PLATFORM: 'headless', WIJKBOEK_KIOSK: town().kiosk.address, CHROMIUM: process.env['CHROMIUM'] ?? '/usr/bin/chromium' },
  });
  page = await browser.newPage();
  await page.goto(town().kiosk.address);
  await page.getByText('Houd je pas hier').waitFor();
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

test('camera and microphone are the page’s without a question', async () => {
  const states = await page.evaluate(() =>
    Promise.all(['camera', 'microphone'].map(async (name) => (await navigator.permissions.query({ name: name as PermissionName })).state)),
  );
  expect(states).toEqual(['granted', 'granted']);
  const place = await page.evaluate(async () => (await navigator.permissions.query({ name: 'geolocation' })).state);
  expect(place).toBe('denied');
});

test('a sound plays before anybody has touched the screen', async () => {
  const untouched = await browser.newPage();
  // By the page itself: what a test calls in a page counts as a touch.
  await untouched.addInitScript(() => {
    addEventListener('load', () => {
      new Audio('/sounds/tone.opus').play().then(
        () => (document.title = 'played'),
        (error: unknown) => (document.title = String(error)),
      );
    });
  });
  await untouched.goto(town().kiosk.address);
  await expect.poll(() => untouched.title()).not.toBe('Wijkboek');
  expect(await untouched.title()).toBe('played');
  await untouched.close();
});

test('no address is opened but the page’s', async () => {
  const elsewhere = await browser.newPage();
  for (const address of ['http://127.0.0.1:9/', 'file:///etc/passwd', 'https://wijkboek.invalid/']) {
    await expect(elsewhere.goto(address)).rejects.toThrow('ERR_BLOCKED_BY_ADMINISTRATOR');
  }
  await elsewhere.close();
});
