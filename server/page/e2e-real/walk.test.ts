import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { run, startProgram, type Program } from '../../../client/page/e2e-real/town/program.ts';
import { launch } from '../../../common/page/browser/browser.ts';
import { totpCode } from './totp.ts';

// From the first account to a figure, at the real server with the facts of the demonstration.

const top = fileURLToPath(new URL('../../..', import.meta.url));
const bin = process.env['WIJKBOEK_BIN'] ?? join(top, 'build/dev/bin');
const dist = fileURLToPath(new URL('../dist', import.meta.url));
const password = 'vier fietsen in de regen';

let folder: string;
let server: Program;
let browser: Browser;
let page: Page;
const complaints: string[] = [];
const away: string[] = [];

async function office(...words: readonly string[]): Promise<string> {
  const said = await run([join(bin, 'wijkboek'), ...words], { WIJKBOEK_SOCKET: join(folder, 'server/admin.sock') });
  if (said.status !== 0) throw new Error(`wijkboek ${words.join(' ')}: ${said.errors}${said.output}`);
  return said.output.trim();
}
const address = () => server.ready['office'] ?? '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wijkboek-office-'));
  const words = ['--data', join(folder, 'server'), '--listen', '127.0.0.1:0', '--enrolment-listen', '127.0.0.1:0'];
  server = await startProgram(
    [join(bin, 'wijkboek-server'), ...words, '--office-listen', '127.0.0.1:0', '--office-page', dist],
    join(folder, 'server.log'),
  );
  await office('office', 'apply', join(top, 'deploy/demo/office.json'));
  browser = await launch();
  // The certificate is the server's own.
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'nl-NL', ignoreHTTPSErrors: true });
  page = await context.newPage();
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(`Uncaught ${String(error)}`));
  page.on('request', (request) => {
    if (!request.url().startsWith(address()) && !request.url().startsWith('blob:')) away.push(request.url());
  });
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function signIn(name: string, word: string, code: string): Promise<void> {
  await page.getByLabel('Naam van het account').fill(name);
  await page.getByLabel('Wachtwoord', { exact: true }).fill(word);
  await page.getByLabel('Code van zes cijfers').fill(code);
  await page.getByRole('button', { name: 'Inloggen' }).click();
}

test('the first account is made at the server, sets itself up, and reads figures; then nothing is left in the browser', async () => {
  const once = await office('account', 'make', 'els', '--role', 'office', '--who', 'Els Verzonnen');
  await page.goto(address());
  await signIn('els', 'something else', '');
  await page.getByText('passen niet bij elkaar').waitFor();
  await signIn('els', once, '');
  await page.getByRole('heading', { level: 1, name: 'Je account instellen' }).waitFor();
  const secret = /[A-Z2-7 ]{32,}/.exec(await page.locator('main').innerText())?.[0] ?? '';
  await page.getByLabel('Nieuw wachtwoord').fill(password);
  await page.getByLabel('Nog een keer').fill(password);
  await page.getByLabel('Code van zes cijfers').fill(totpCode(secret));
  await page.getByRole('button', { name: 'Account in gebruik nemen' }).click();
  await page.getByRole('navigation', { name: 'Menu' }).waitFor();
  const cookies = await page.context().cookies();
  expect(cookies.map(({ name, httpOnly, secure, sameSite }) => ({ name, httpOnly, secure, sameSite }))).toEqual([
    { name: '__Host-wijkboek', httpOnly: true, secure: true, sameSite: 'Strict' },
  ]);

  await page.goto(`${address()}#/people`);
  await page.getByLabel('Zoek op naam').fill('amina');
  await page.getByRole('link', { name: /^Amina/ }).first().click();
  await page.getByRole('heading', { level: 1, name: /^Amina/ }).waitFor();

  await page.goto(`${address()}#/reports`);
  await page.getByRole('heading', { level: 1, name: 'Rapporten' }).waitFor();

  expect(await page.evaluate(() => [localStorage.length, sessionStorage.length])).toEqual([0, 0]);
  expect(away).toEqual([]);
  expect(complaints.filter((text) => /Content Security Policy|Uncaught|unhandled/i.test(text))).toEqual([]);
});
