import { beforeEach, expect, test } from 'vitest';
import type { Participant } from './town/people.ts';
import { useTown } from './town/town.ts';
import { useVisits } from './visit.ts';

// Whatever is killed, whenever: what was shown as saved is there, what is said twice because nobody knew counts once.

const town = useTown();
const visit = useVisits();
// Too early for a badge to say enough by itself: what is saved is what was pressed.
beforeEach(async () => {
  town().nextDay('07:30');
  // A test that failed may have left it dead.
  if (!town().kiosk.program.running()) await town().kiosk.start();
});

const checkIns = async (who: Participant) => (await town().held(who)).filter(({ kind }) => kind === 'check-in');

test('the daemon dies after its commit and before its answer: nothing is claimed, and the next badge shows that it was saved', async () => {
  const { kiosk } = town();
  const who = town().somebody();
  const at = await visit(kiosk);
  await at.swipe(who.badge);
  await at.page.route('**/CheckIn', async (route) => {
    await route.fetch();
    await kiosk.kill();
    await route.abort();
  });
  await at.press('me.come');
  await at.says('trouble.unsure');
  expect(await at.page.getByText('Opgeslagen', { exact: true }).count()).toBe(0);
  await kiosk.start();
  await at.swipe(who.badge);
  await at.says('me.hereSince', { time: '07:30' });
  await kiosk.synced();
  expect(await checkIns(who)).toHaveLength(1);
});

test('the daemon dies before it has heard: nothing is claimed, and the screen comes back by itself', async () => {
  const { kiosk } = town();
  const who = town().somebody();
  const at = await visit(kiosk);
  await at.swipe(who.badge);
  await at.button('me.come').waitFor();
  await kiosk.kill();
  await at.press('me.come');
  await at.says('trouble.unsure');
  await kiosk.start();
  await at.says('welcome.badge');
  await at.swipe(who.badge);
  await at.press('me.come');
  await at.says('done.arrived');
  const [came] = await at.savedNow();
  await kiosk.synced();
  expect((await checkIns(who)).map(({ hash }) => hash)).toEqual([came]);
});

test('while the daemon is away a badge is asked to wait, and the welcome screen comes back with it', async () => {
  const { kiosk } = town();
  const at = await visit(kiosk);
  await kiosk.kill();
  await at.swipe(town().somebody().badge);
  await at.says('trouble.restarting');
  await kiosk.start();
  await at.says('welcome.badge');
});

test('killed at any moment around a tap, the daemon has whatever was shown as saved', async () => {
  const { kiosk } = town();
  const who = town().somebody();
  const shown: string[] = [];
  for (const delayMs of [0, 2, 4, 6, 9, 13, 20, 400]) {
    const at = await visit(kiosk);
    await at.swipe(who.badge);
    await at.button('me.come').waitFor();
    await at.page.evaluate(() => {
      document.addEventListener('click', () => (document.title = 'pressed'), { capture: true, once: true });
    });
    // The press is on its way before it is known to have arrived.
    const pressing = at.press('me.come');
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    await kiosk.kill();
    await pressing.catch(() => undefined);
    await at.page.waitForTimeout(50);
    if ((await at.page.getByText('Opgeslagen', { exact: true }).count()) > 0) shown.push(...(await at.savedNow()));
    await at.page.context().close();
    await kiosk.start();
  }
  await kiosk.synced();
  const there = new Set((await town().held(who)).map(({ hash }) => hash));
  expect(shown.length).toBeGreaterThan(0);
  expect(shown.filter((hash) => !there.has(hash))).toEqual([]);
  expect(await town().office('verify')).toContain('verified');
});

test('the page dies with a tap on its way: the next one begins at the welcome screen, and it counts once at most', async () => {
  const { kiosk } = town();
  const who = town().somebody();
  const first = await visit(kiosk);
  await first.swipe(who.badge);
  await first.button('me.come').waitFor();
  const crashed = first.page.waitForEvent('crash');
  await first.button('me.come').evaluate((button: HTMLElement) => button.click());
  await first.page.goto('chrome://crash').catch(() => undefined);
  await crashed;
  const at = await visit(kiosk);
  expect(await at.page.content()).not.toContain(who.name);
  await at.swipe(who.badge);
  await at.says('me.hello', { name: who.name });
  const here = await at.page.getByText(/Je bent er sinds/).count();
  if (here === 0) {
    await at.press('me.come');
    await at.says('done.arrived');
  }
  await kiosk.synced();
  expect(await checkIns(who)).toHaveLength(1);
});

test('the server dies while it receives: everything arrives, once', async () => {
  const { kiosk } = town();
  kiosk.cut();
  const came: string[] = [];
  const people = [town().somebody(), town().somebody(), town().somebody()];
  const at = await visit(kiosk);
  for (const who of people) {
    await at.swipe(who.badge);
    await at.press('me.come');
    await at.says('done.arrived');
    came.push(...(await at.savedNow()));
    await at.ready();
  }
  kiosk.connect();
  await town().killServer();
  await town().startServer();
  await kiosk.synced();
  const held = await Promise.all(people.map(checkIns));
  expect(held.map((each) => each.map(({ hash }) => hash))).toEqual(came.map((hash) => [hash]));
});
