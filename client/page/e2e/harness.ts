import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launch } from '../gallery/browser.ts';
import { swipe as swipeOn } from '../gallery/swipe.ts';
import { startFakeDaemon, type FakeDaemon } from './fake-daemon.ts';
import type { Json } from './fake-answers.ts';

// The built page in a browser before a daemon of its own, for each test anew.
export class Stage {
  daemon!: FakeDaemon;
  page!: Page;
  browser!: Browser;
  complaints: string[] = [];
  requests: string[] = [];

  swipe = (code: string) => swipeOn(this.page, code);
  press = (name: RegExp | string) => this.page.getByRole('button', { name }).first().click();
  sees = (text: RegExp | string) => this.page.getByText(text).first().waitFor();
  welcome = () => this.sees('Houd je pas hier');

  // What was saved, and by which call.
  get saved(): { method: string; request: Json; practice: boolean; undone: boolean }[] {
    return this.daemon.world.events;
  }
  get methods(): string[] {
    return this.saved.map(({ method }) => method);
  }
  called(method: string): Json[] {
    return this.daemon.calls.filter((call) => call.method === method).map(({ request }) => request);
  }

  async open(options: BrowserContextOptions = {}): Promise<void> {
    const context = await this.browser.newContext({ viewport: { width: 1024, height: 768 }, ...options });
    this.page = await context.newPage();
    this.page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') this.complaints.push(message.text());
    });
    this.page.on('pageerror', (error) => this.complaints.push(String(error)));
    this.page.on('request', (request) => this.requests.push(request.url()));
    await this.page.goto(this.daemon.address);
    await this.welcome();
  }

  async signature(): Promise<void> {
    const box = await this.page.locator('[data-icon=signature-paper]').boundingBox();
    if (!box) throw new Error('no paper');
    const at = (x: number, y: number) => [box.x + box.width * x, box.y + box.height * y] as const;
    await this.page.mouse.move(...at(0.2, 0.6));
    await this.page.mouse.down();
    for (let i = 1; i <= 12; i += 1) await this.page.mouse.move(...at(0.2 + i * 0.05, i % 2 ? 0.3 : 0.7));
    await this.page.mouse.up();
  }
}

export function useStage(args: readonly string[] = [], options: BrowserContextOptions = {}): Stage {
  const stage = new Stage();
  beforeAll(async () => {
    stage.browser = await launch(args);
  });
  afterAll(async () => {
    await stage.browser.close();
  });
  beforeEach(async () => {
    stage.daemon = await startFakeDaemon();
    stage.complaints = [];
    stage.requests = [];
    await stage.open(options);
  });
  afterEach(async () => {
    await stage.page.context().close();
    await stage.daemon.close();
    // Whatever a test does, nothing leaves the machine, and the content security policy has nothing to refuse.
    expect(stage.requests.filter((url) => !url.startsWith(stage.daemon.address))).toEqual([]);
    expect(stage.complaints.filter((text) => /Content Security Policy|Uncaught|unhandled/i.test(text))).toEqual([]);
  });
  return stage;
}
