import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { useTown } from './town/town.ts';
import { useBrowser, visit, type Visit } from './visit.ts';

const town = useTown();
const browser = useBrowser();
let at: Visit;
beforeEach(async () => {
  at = await visit(browser(), town().kiosk);
});
afterEach(() => at.close());

test('comes by a badge, and leaves', async () => {
  const who = town().somebody();
  town().setTime('08:55');
  await at.swipe(who.badge);
  await at.press('me.come');
  await at.says('done.saved');
  expect(at.saved).toHaveLength(1);
  await town().kiosk.synced();
  expect(await town().office('trace', '--event', at.saved[0] ?? '')).toContain('check-in');
  expect(at.complaints).toEqual([]);
});
