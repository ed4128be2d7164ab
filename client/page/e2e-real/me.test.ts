import { beforeEach, expect, test } from 'vitest';
import { asCoach } from './town/coach.ts';
import { participants } from './town/people.ts';
import { useTown } from './town/town.ts';
import { useVisits } from './visit.ts';

// What participants do besides coming and going, each way to its end on the server.

const town = useTown();
const visit = useVisits();
beforeEach(() => town().nextDay('08:31'));

const kindsOf = async (who: (typeof participants)[number]) => (await town().held(who)).map(({ kind }) => kind);

test('help that one gave and the other confirms', async () => {
  const { kiosk } = town();
  const [giver, other] = [town().somebody(), town().somebody()];
  const at = await visit(kiosk);
  for (const who of [giver, other]) {
    await at.swipe(who.badge);
    await at.says('done.arrived');
    await at.ready();
  }
  // Each says it from their own side.
  const sides = [
    { who: giver, other, side: 'help.gave' },
    { who: other, other: giver, side: 'help.got' },
  ] as const;
  for (const { who, other, side } of sides) {
    await at.swipe(who.badge);
    await at.press('me.help');
    await at.press(side);
    await at.page.getByRole('button', { name: other.name }).click();
    await at.press('subject.arithmetic');
    await at.press('common.minutes', { count: 30 });
    await at.says('done.helpSaved');
    await at.ready();
  }
  await kiosk.synced();
  // Thirty minutes confirmed by both, none that one of them claims.
  const row = (await town().office('report', 'help', '--format', 'csv')).split('\n').find((line) => line.startsWith(giver.name));
  expect(row).toContain(`,${other.name} Verzonnen,`);
  expect(row).toContain(',30,0,');
});

test('a visit: begun at the kiosk, ended with what was done, confirmed by the resident’s card, help in return', async () => {
  const { kiosk } = town();
  const who = town().somebody();
  const card = await asCoach(kiosk, async (call, people) => {
    const { residents } = await call<{ residents: { resident: { person: string }; card: string }[] }>('ListResidents', {});
    const [first] = residents;
    if (!first) throw new Error('nobody lives here');
    const times = { start: `${town().day}T10:00`, end: `${town().day}T11:00` };
    await call('PlanVisit', { participants: [people(who)], residents: [first.resident.person], ...times });
    return first.card;
  });
  const at = await visit(kiosk);
  await at.swipe(who.badge);
  await at.says('done.arrived');
  await at.ready();
  town().setTime('09:55');
  await at.swipe(who.badge);
  await at.press('me.visit');
  await at.page.locator('main button').first().click();
  await at.press('visit.startNow');
  await at.says('done.visitStarted');
  await at.ready();
  town().setTime('11:05');
  await at.swipe(who.badge);
  await at.press('visit.readyNow');
  await at.press('outcome.done');
  await at.press('task.shopping');
  await at.press('common.next');
  await at.press('confirm.card');
  await at.swipe(card);
  await at.press('subject.language');
  await at.press('common.minutes', { count: 15 });
  await at.says('done.visitEnded');
  await kiosk.synced();
  expect(await town().office('report', 'visits', '--format', 'csv')).toMatch(new RegExp(`^${who.name} Verzonnen,.*,1,70,0`, 'm'));
  expect(await kindsOf(who)).toEqual(expect.arrayContaining(['visit started', 'visit ended', 'visit confirmed']));
});

test('a forgotten check-out is asked kindly the next day, and is never leaving today', async () => {
  const { kiosk } = town();
  const who = town().somebody();
  const first = await visit(kiosk);
  await first.swipe(who.badge);
  await first.says('done.arrived');
  const { day: yesterday } = town();
  town().nextDay('07:30');
  const at = await visit(kiosk);
  await at.swipe(who.badge);
  await at.says('forgot.title');
  await at.page.getByRole('button', { name: /^Om / }).click();
  await at.says('done.coachLooks');
  await at.press('me.come');
  await at.says('done.arrived');
  await kiosk.synced();
  const [came, left, comes] = await town().held(who);
  expect([came?.kind, left?.kind, comes?.kind]).toEqual(['check-in', 'check-out', 'check-in']);
  expect(await town().office('trace', '--event', left?.hash ?? '')).toMatch(new RegExp(`stated +${yesterday}`));
});

test('a kiosk that may have missed what another one captured lets a badge mean nothing by itself', async () => {
  const { kiosk } = town();
  await town().addKiosk('B');
  const [before, after] = [town().somebody(), town().somebody()];
  const at = await visit(kiosk);
  await at.swipe(before.badge);
  await at.says('done.arrived');
  await at.ready();
  kiosk.cut();
  town().setTime('09:10');
  await at.swipe(after.badge);
  const [come, leave] = await Promise.all([at.button('me.come').boundingBox(), at.button('me.leave').boundingBox()]);
  expect([come?.width, come?.height]).toEqual([leave?.width, leave?.height]);
  expect(at.saved).toHaveLength(1);
});
