import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { makeClock, type ClockFile } from '../../../client/page/e2e-real/town/clock.ts';
import { run, startProgram, type Program } from '../../../client/page/e2e-real/town/program.ts';
import { launch } from '../../../common/page/browser/browser.ts';
import { totpCode } from './totp.ts';

// The real server with the built page before it, over TLS, for the tests of one file; and who signs in there.
export interface RealOffice {
  readonly page: Page;
  readonly clock: ClockFile;
  address(): string;
  // An administrator's command; what it says.
  office(...words: readonly string[]): Promise<string>;
  // A file for a command.
  file(name: string, text: string): string;
  signIn(name: string, word: string, code: string): Promise<void>;
  // Takes a new account into use, from its one-time password on.
  setUp(name: string, once: string): Promise<void>;
}

export const top = fileURLToPath(new URL('../../..', import.meta.url));
const bin = process.env['WIJKBOEK_BIN'] ?? join(top, 'build/dev/bin');
const dist = fileURLToPath(new URL('../dist', import.meta.url));
const password = 'vier fietsen in de regen';

export function useRealOffice(now: number): RealOffice {
  let folder: string;
  let clock: ClockFile;
  let server: Program;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];
  const away: string[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'wijkboek-office-'));
    clock = makeClock(join(folder, 'server.clock'), now);
    const words = ['--data', join(folder, 'server'), '--listen', '127.0.0.1:0', '--enrolment-listen', '127.0.0.1:0'];
    server = await startProgram(
      [join(bin, 'wijkboek-server'), ...words, '--clock-file', clock.path, '--office-listen', '127.0.0.1:0', '--office-page', dist],
      join(folder, 'server.log'),
    );
    browser = await launch();
    // The certificate is the server's own.
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'nl-NL', reducedMotion: 'reduce', ignoreHTTPSErrors: true });
    page = await context.newPage();
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(`Uncaught ${String(error)}`));
    page.on('request', (request) => {
      if (!request.url().startsWith(opened.address()) && !request.url().startsWith('blob:')) away.push(request.url());
    });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
    // Whatever a test does, nothing is asked elsewhere, and the content security policy has nothing to refuse.
    expect(away).toEqual([]);
    expect(complaints.filter((text) => /Content Security Policy|Uncaught|unhandled/i.test(text))).toEqual([]);
  });

  const opened: RealOffice = {
    get page() {
      return page;
    },
    get clock() {
      return clock;
    },
    address: () => server.ready['office'] ?? '',
    async office(...words) {
      const said = await run([join(bin, 'wijkboek'), ...words], { WIJKBOEK_SOCKET: join(folder, 'server/admin.sock') });
      if (said.status !== 0) throw new Error(`wijkboek ${words.join(' ')}: ${said.errors}${said.output}`);
      return said.output.trim();
    },
    file(name, text) {
      const path = join(folder, name);
      writeFileSync(path, text);
      return path;
    },
    async signIn(name, word, code) {
      await page.getByLabel('Naam van het account').fill(name);
      await page.getByLabel('Wachtwoord', { exact: true }).fill(word);
      await page.getByLabel('Code van zes cijfers').fill(code);
      await page.getByRole('button', { name: 'Inloggen' }).click();
    },
    async setUp(name, once) {
      await opened.signIn(name, once, '');
      await page.getByRole('heading', { level: 1, name: 'Je account instellen' }).waitFor();
      const secret = /[A-Z2-7 ]{32,}/.exec(await page.locator('main').innerText())?.[0] ?? '';
      await page.getByLabel('Nieuw wachtwoord').fill(password);
      await page.getByLabel('Nog een keer').fill(password);
      await page.getByLabel('Code van zes cijfers').fill(totpCode(secret));
      await page.getByRole('button', { name: 'Account in gebruik nemen' }).click();
      await page.getByRole('navigation', { name: 'Menu' }).waitFor();
    },
  };
  return opened;
}
