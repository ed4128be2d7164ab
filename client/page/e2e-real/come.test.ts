import { afterEach, beforeEach, expect, test } from 'vitest';
import { useTown } from './town/town.ts';
import { useVisits, type Visit } from './visit.ts';

const town = useTown();
const visit = useVisits();
let at: Visit;
beforeEach(async () => {
  // Too early for a badge to say enough by itself: coming and going are two equal pictures.
  town().nextDay('07:30');
  at = await visit(town().kiosk);
});
afterEach(() => {
  expect(at.complaints).toEqual([]);
  expect(at.away).toEqual([]);
});

test('comes and leaves by two equal pictures, and each is on the server once', async () => {
  const who = town().somebody();
  await at.swipe(who.badge);
  const [come, leave] = await Promise.all([at.button('me.come').boundingBox(), at.button('me.leave').boundingBox()]);
  expect([come?.width, come?.height]).toEqual([leave?.width, leave?.height]);
  await at.press('me.come');
  await at.says('done.saved');
  const came = await at.savedNow();
  await at.press('common.ready');
  town().setTime('12:01');
  await at.swipe(who.badge);
  await at.press('me.leave');
  await at.says('done.left');
  const left = await at.savedNow();
  await town().kiosk.synced();
  expect(await town().held(who)).toEqual([
    { hash: came[0], kind: 'check-in', state: 'counts' },
    { hash: left[0], kind: 'check-out', state: 'counts' },
  ]);
});

test('takes a check-in back, and nothing of it counts; nothing personal stays behind', async () => {
  const who = town().somebody();
  await at.swipe(who.badge);
  await at.press('me.come');
  await at.says('done.saved');
  const [came] = await at.savedNow();
  await at.button('done.undo').click();
  await at.says('done.undone');
  await at.says('welcome.badge');
  expect(await at.page.content()).not.toContain(who.name);
  const kept = await at.page.evaluate(async () => [localStorage.length, sessionStorage.length, document.cookie, (await indexedDB.databases()).length]);
  expect(kept).toEqual([0, 0, '', 0]);
  await town().kiosk.synced();
  const held = await town().held(who);
  expect(held.find(({ hash }) => hash === came)?.state).not.toBe('counts');
  expect(held.map(({ kind }) => kind)).toEqual(['check-in', 'event voided']);
});

test('comes by a PIN; one that nobody has is asked for again, calmly', async () => {
  const who = town().somebody();
  await at.press('welcome.pin');
  await at.type('9999');
  await at.press('common.ready');
  await at.says('pin.wrong');
  await at.type(who.pin);
  await at.press('common.ready');
  await at.says('me.hello', { name: who.name });
  await at.press('me.come');
  await at.says('done.saved');
  await at.savedNow();
  await town().kiosk.synced();
  expect((await town().held(who)).map(({ kind }) => kind)).toEqual(['check-in']);
});

test('has no badge today: a picture, which a coach finds', async () => {
  await at.press('welcome.noBadge');
  await at.press('symbol.boat');
  await at.says('done.noBadge');
  const [came] = await at.savedNow();
  await town().kiosk.synced();
  expect(await town().office('trace', '--event', came ?? '')).toContain('check-in without a badge, boat');
});
