// How quick and how quiet the page is before the real daemon, beside references of the same run. Nothing here passes or fails.
//   npm-run measure:real [-- --only cold,taps,heap,idle] [--taps N] [--minutes N]
// Taps of each series (default 100); how long the idle page is watched (default 1).
import { existsSync, readFileSync } from 'node:fs';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { launch } from '../gallery/browser.ts';
import { swipe } from '../gallery/swipe.ts';
import { callDaemon } from './town/call.ts';
import type { Kiosk } from './town/kiosk.ts';
import { participants } from './town/people.ts';
import { startTown, type Town } from './town/town.ts';

function option(name: string, usual: number): number {
  const at = process.argv.indexOf(name);
  return at < 0 ? usual : Number(process.argv[at + 1]);
}
const taps = option('--taps', 100);
const cold_starts = 15;
const visits_a_day = taps * 2;
const backlog_events = 4000;
const idle_minutes = option('--minutes', 1);

interface Spread {
  median: number;
  p95: number;
}
function spread(times: readonly number[]): Spread {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN;
  return { median: at(0.5), p95: at(0.95) };
}
const ms = ({ median, p95 }: Spread) => `median ${median.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms`;
const say = (name: string, value: string) => console.log(`${name.padEnd(58)} ${value}`);

// Whoever taps at a kiosk from outside its page: a load for it, or for its neighbour.
async function tap(kiosk: Kiosk, badge: string, method: 'CheckIn' | 'CheckOut'): Promise<void> {
  const { status, body } = await callDaemon(kiosk.address, `KioskService/${method}`, { who: { badge } });
  if (status !== 200) throw new Error(JSON.stringify(body));
}

async function opened(browser: Browser, kiosk: Kiosk): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1024, height: 768 } })).newPage();
  await page.goto(kiosk.address);
  await page.getByText('Houd je pas hier').first().waitFor();
  return page;
}

// From the press to the frame in which "saved" is drawn, by the browser's own clock.
function pressed(page: Page, button: string): Promise<number> {
  return page.getByRole('button', { name: button }).evaluate(
    (element: HTMLElement) =>
      new Promise<number>((resolve) => {
        const start = performance.now();
        new MutationObserver((_, observer) => {
          if (!document.body.textContent.includes('Opgeslagen')) return;
          observer.disconnect();
          requestAnimationFrame(() => resolve(performance.now() - start));
        }).observe(document.body, { childList: true, subtree: true, characterData: true });
        element.click();
      }),
  );
}

// Comes and leaves by turns, each by badge and tap. Before seven nobody checks in by themselves.
async function tapsOf(page: Page, count: number): Promise<readonly number[]> {
  const times: number[] = [];
  for (let i = 0; i < count; i += 1) {
    const who = participants[Math.floor(i / 2) % 12];
    await swipe(page, who?.badge ?? '');
    const button = i % 2 === 0 ? 'Ik ben er' : 'Ik ga weg';
    await page.getByRole('button', { name: button }).waitFor();
    times.push(await pressed(page, button));
    // On a busy machine the screen may have gone home by itself.
    await page.getByRole('button', { name: 'Klaar' }).click({ timeout: 12_000 }).catch(() => undefined);
    await page.getByText('Houd je pas hier').first().waitFor();
  }
  return times;
}

// What a tap cannot be quicker than: the same call without the page's work, and an empty page's next frame.
async function references(page: Page, count: number): Promise<{ fetched: readonly number[]; drawn: readonly number[] }> {
  return page.evaluate(
    async ([count, badges]) => {
      const fetched: number[] = [];
      const drawn: number[] = [];
      for (let i = 0; i < count; i += 1) {
        const method = i % 2 === 0 ? 'CheckIn' : 'CheckOut';
        const body = JSON.stringify({ who: { badge: badges[Math.floor(i / 2) % badges.length] } });
        let start = performance.now();
        const answer = await fetch(`/wijkboek.v1.KioskService/${method}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
        await answer.json();
        fetched.push(performance.now() - start);
        start = performance.now();
        await new Promise<void>((resolve) => requestAnimationFrame(() => resolve()));
        drawn.push(performance.now() - start);
      }
      return { fetched, drawn };
    },
    [count, participants.slice(12).map(({ badge }) => badge)] as const,
  );
}

async function measureTaps(town: Town, browser: Browser): Promise<void> {
  const other = await town.addKiosk('B');
  const page = await opened(browser, town.kiosk);
  const bare = await (await browser.newContext()).newPage();
  await bare.goto(`${town.kiosk.address}/icon.svg`);
  await tapsOf(page, 10);
  say('tap to confirmation, nothing else going on', ms(spread(await tapsOf(page, taps))));
  const quiet = await references(bare, taps);
  say('  reference: the same call from an empty page', ms(spread(quiet.fetched)));
  say('  reference: an empty page’s next frame', ms(spread(quiet.drawn)));

  // A backlog of its own to send, another kiosk's to fetch, and that one goes on tapping.
  town.kiosk.cut();
  other.cut();
  for (let i = 0; i < backlog_events / 2; i += 1) {
    const badge = participants[12 + (i % 12)]?.badge ?? '';
    await Promise.all([tap(town.kiosk, badge, i % 2 ? 'CheckOut' : 'CheckIn'), tap(other, badge, i % 2 ? 'CheckOut' : 'CheckIn')]);
  }
  const unsent = (await town.kiosk.unsent()) + (await other.unsent());
  let on = true;
  let tapped = 0;
  const load = (async () => {
    for (; on; tapped += 1) await tap(other, participants[12 + (tapped % 12)]?.badge ?? '', tapped % 2 ? 'CheckOut' : 'CheckIn');
  })();
  town.kiosk.connect();
  other.connect();
  const began = performance.now();
  const under = spread(await tapsOf(page, taps));
  const busy = await references(bare, taps);
  const seconds = (performance.now() - began) / 1000;
  on = false;
  await load;
  say(`tap to confirmation, while ${unsent} events are synced and`, '');
  say(`  another kiosk taps ${(tapped / seconds).toFixed(0)} times a second`, ms(under));
  say('  reference: the same call from an empty page', ms(spread(busy.fetched)));
  say('  reference: an empty page’s next frame', ms(spread(busy.drawn)));
  await town.kiosk.synced();
  await page.context().close();
  await bare.context().close();
}

// Each in a browser context of its own, whose cache is empty: from the navigation until the welcome screen can be pressed.
async function measureColdStart(town: Town, browser: Browser): Promise<void> {
  const welcome: number[] = [];
  const reference: number[] = [];
  for (let i = 0; i < cold_starts; i += 1) {
    const context = await browser.newContext({ viewport: { width: 1024, height: 768 } });
    const page = await context.newPage();
    await page.addInitScript(() => {
      const look = () => {
        const button = [...document.querySelectorAll('button')].find((one) => one.textContent.includes('Pincode'));
        const box = button?.getBoundingClientRect();
        const there = box && document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
        if (there && button?.contains(there)) performance.mark('welcome');
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });
    await page.goto(town.kiosk.address);
    await page.waitForFunction(() => performance.getEntriesByName('welcome').length > 0);
    welcome.push(await page.evaluate(() => performance.getEntriesByName('welcome')[0]?.startTime ?? NaN));
    await context.close();
    const bare = await browser.newContext();
    const icon = await bare.newPage();
    await icon.goto(`${town.kiosk.address}/icon.svg`);
    reference.push(await icon.evaluate(() => performance.getEntriesByType('navigation')[0]?.duration ?? NaN));
    await bare.close();
  }
  say('cold start: navigation to a welcome that can be pressed', ms(spread(welcome)));
  say('  reference: navigation to one small picture', ms(spread(reference)));
}

// Seconds of processor time, as the kernel counts them: user and system. Of a process that has ended: none.
function cpuSeconds(pid: number): number {
  if (!existsSync(`/proc/${pid}/stat`)) return 0;
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

// The renderers that a deed brings: the page's own, and one that Chromium keeps ready for the next page.
async function renderersOf(browser: Browser, deed: () => Promise<Page>): Promise<{ page: Page; pids: number[] }> {
  const session = await browser.newBrowserCDPSession();
  const renderers = async () => {
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
  };
  const before = await renderers();
  const page = await deed();
  // Until then those of the browser's first, empty page end.
  await page.waitForTimeout(10_000);
  const pids = (await renderers()).filter((id) => !before.includes(id));
  if (pids.length === 0) throw new Error('the page has no renderer of its own');
  await session.detach();
  return { page, pids };
}

async function measureIdle(town: Town, browser: Browser): Promise<void> {
  const { page, pids } = await renderersOf(browser, () => opened(browser, town.kiosk));
  const empty = await renderersOf(browser, async () => {
    const blank = await (await browser.newContext()).newPage();
    await blank.goto(`${town.kiosk.address}/icon.svg`);
    return blank;
  });
  const watched = {
    'the page’s renderer': pids,
    '  reference: an empty page’s renderer': empty.pids,
    'the daemon (a heartbeat every 200 ms here)': [town.kiosk.program.pid],
  };
  // Chromium ends the one that it kept ready when memory is short.
  for (const pids of Object.values(watched)) pids.splice(0, pids.length, ...pids.filter((id) => existsSync(`/proc/${id}`)));
  if (pids.length === 0 || empty.pids.length === 0) throw new Error('a page lost its renderer');
  const used = () => Object.values(watched).map((ids) => ids.reduce((sum, id) => sum + cpuSeconds(id), 0));
  const before = used();
  const seconds = idle_minutes * 60;
  await page.waitForTimeout(seconds * 1000);
  const after = used();
  Object.keys(watched).forEach((name, i) => {
    say(`idle for ${seconds} s: ${name}`, `${((((after[i] ?? 0) - (before[i] ?? 0)) / seconds) * 100).toFixed(2)} % of one core`);
  });
  await page.context().close();
  await empty.page.context().close();
}

async function measureHeap(town: Town, browser: Browser): Promise<void> {
  const page = await opened(browser, town.kiosk);
  const session: CDPSession = await page.context().newCDPSession(page);
  const heap = async () => {
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
    return `${(usedSize / 1e6).toFixed(2)} MB, ${nodes} nodes, ${jsEventListeners} listeners`;
  };
  await tapsOf(page, 20);
  say('heap after 20 visits', await heap());
  await tapsOf(page, visits_a_day / 2);
  say(`heap after ${20 + visits_a_day / 2} visits`, await heap());
  await tapsOf(page, visits_a_day / 2);
  say(`heap after ${20 + visits_a_day} visits`, await heap());
  await page.context().close();
}

const measures = { cold: measureColdStart, taps: measureTaps, heap: measureHeap, idle: measureIdle };
const only = process.argv.indexOf('--only');
const wanted = only < 0 ? Object.keys(measures) : (process.argv[only + 1] ?? '').split(',');
const town = await startTown();
const browser = await launch();
try {
  for (const [name, measure] of Object.entries(measures)) if (wanted.includes(name)) await measure(town, browser);
} finally {
  await browser.close();
  await town.end();
}
