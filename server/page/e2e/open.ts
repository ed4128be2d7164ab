import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { launch } from '../../../common/page/browser/browser.ts';
import { Role } from '../generated/wijkboek/v1/access_pb.ts';
import { right } from '../fake/world.ts';
import { startFakeServer, type FakeServer } from './fake-server.ts';

// The built page under its content security policy, before a server in memory: anew for each test of a file.
export interface Opened {
  readonly page: Page;
  readonly server: FakeServer;
  signIn(password?: string, code?: string): Promise<void>;
  open(hash?: string, role?: Role): Promise<void>;
  heading(name: string | RegExp): ReturnType<Page['getByRole']>;
  called(method: string): FakeServer['calls'];
}

export function useOfficePage(): Opened {
  let browser: Browser;
  let server: FakeServer;
  let page: Page;
  let complaints: string[] = [];
  let away: string[] = [];

  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
  });
  beforeEach(async () => {
    server = await startFakeServer();
    complaints = [];
    away = [];
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce', locale: 'nl-NL' });
    page = await context.newPage();
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(`Uncaught ${String(error)}`));
    page.on('request', (request) => {
      if (!request.url().startsWith(server.address) && !request.url().startsWith('blob:')) away.push(request.url());
    });
  });
  afterEach(async () => {
    await page.context().close();
    await server.close();
    // Whatever a test does, nothing leaves the machine, and the content security policy has nothing to refuse.
    expect(away).toEqual([]);
    expect(complaints.filter((text) => /Content Security Policy|Uncaught|unhandled/i.test(text))).toEqual([]);
  });

  const opened: Opened = {
    get page() {
      return page;
    },
    get server() {
      return server;
    },
    async signIn(password = right.password, code = right.code) {
      await page.getByLabel('Naam van het account').fill(right.name);
      await page.getByLabel('Wachtwoord', { exact: true }).fill(password);
      await page.getByLabel('Code van zes cijfers').fill(code);
      await page.getByRole('button', { name: 'Inloggen' }).click();
    },
    async open(hash = '', role = Role.OFFICE) {
      server.world.role = role;
      await page.goto(`${server.address}#/${hash}`);
      await opened.signIn();
      await page.getByRole('navigation', { name: 'Menu' }).waitFor();
    },
    heading: (name) => page.getByRole('heading', { level: 1, name }),
    called: (method) => server.calls.filter((call) => call.method === method),
  };
  return opened;
}
