// Prints what a day's use does to the page's memory, and what it costs at rest. Figures, and no judgement: they depend on the machine.
import type { CDPSession } from 'playwright-core';
import { launch } from '../gallery/browser.ts';
import { swipe } from '../gallery/swipe.ts';
import { amina, samira, startFakeDaemon } from './fake-daemon.ts';

const turns = Number(process.env['TURNS'] ?? 600);
const rest_seconds = Number(process.env['REST_SECONDS'] ?? 60);

const daemon = await startFakeDaemon();
const browser = await launch();
const page = await (await browser.newContext({ viewport: { width: 1024, height: 768 } })).newPage();
const session = await page.context().newCDPSession(page);
await session.send('Performance.enable');
await session.send('HeapProfiler.enable');

async function metrics(session: CDPSession): Promise<Record<string, number>> {
  const { metrics } = await session.send('Performance.getMetrics');
  return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
}

async function memory(when: string): Promise<void> {
  for (let i = 0; i < 3; i += 1) await session.send('HeapProfiler.collectGarbage');
  const { JSHeapUsedSize = 0, Nodes = 0, JSEventListeners = 0 } = await metrics(session);
  console.log(`${when.padEnd(18)} ${(JSHeapUsedSize / 1e6).toFixed(2)} MB of scripts, ${Nodes} nodes, ${JSEventListeners} listeners`);
}

const press = (icon: string) => page.locator(`button:not(:disabled):has([data-icon="${icon}"])`).first().click();
const welcome = () => page.locator('[data-icon=hold-badge]').waitFor();

// What a day is made of: most come and go, some say that they can't come, look at their page, help, or type a PIN.
const ways: readonly (() => Promise<void>)[] = [
  async () => {
    await swipe(page, samira.badge);
    await press('coming');
  },
  async () => {
    await swipe(page, samira.badge);
    await press('leaving');
  },
  async () => {
    await swipe(page, amina.badge);
    await press('coming');
  },
  async () => {
    await swipe(page, samira.badge);
    await press('user');
    await press('hand-stop');
    await press('day-leaf');
    await press('door-enter');
    await page.locator('footer button').click();
  },
  async () => {
    await swipe(page, samira.badge);
    await press('heart-handshake');
    await press('help-gave');
    await press('person');
    await press('math');
    await press('minutes-30');
  },
  async () => {
    await press('dialpad');
    for (const digit of samira.pin) await page.keyboard.press(digit);
    await press('check');
    await press('calendar-off');
    await press('day-leaf');
    await press('baby-carriage');
  },
];

await page.goto(daemon.address);
await welcome();
await memory('at the start');
for (let turn = 0; turn < turns; turn += 1) {
  await ways[turn % ways.length]?.();
  await page.locator('.card').click();
  await welcome();
  if (turn + 1 === ways.length || (turn + 1) % (turns / 3) === 0) await memory(`after ${turn + 1} turns`);
}

const before = await metrics(session);
await page.waitForTimeout(rest_seconds * 1000);
const after = await metrics(session);
const busy_ms = ((after['TaskDuration'] ?? 0) - (before['TaskDuration'] ?? 0)) * 1000;
const drawn = (after['LayoutCount'] ?? 0) - (before['LayoutCount'] ?? 0);
console.log(
  `${rest_seconds} s at rest: ${busy_ms.toFixed(0)} ms of the page's thread (${(busy_ms / rest_seconds / 10).toFixed(2)}%), laid out ${drawn} times`,
);
await browser.close();
await daemon.close();
