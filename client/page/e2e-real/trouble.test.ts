import { mkdirSync } from 'node:fs';
import { beforeEach, expect, test } from 'vitest';
import { callDaemon } from './town/call.ts';
import { useTown } from './town/town.ts';
import { useVisits } from './visit.ts';

// What can be the matter: each has a calm screen that says what to do, and nothing is shown as saved that is not.

const town = useTown();
const visit = useVisits();
beforeEach(() => town().nextDay('07:30'));

test('a badge that nobody was given comes and goes all the same, and a coach learns of it', async () => {
  const { kiosk } = town();
  const at = await visit(kiosk);
  await at.swipe('04DEADBEEF');
  await at.says('trouble.unknownBadge');
  await at.press('me.come');
  await at.says('done.unknownBadge');
  const [came] = await at.savedNow();
  await kiosk.synced();
  expect(await town().office('trace', '--event', came ?? '')).toContain('check-in');
});

test('guessing PINs is slowed down, and who knows theirs still gets in', async () => {
  const { kiosk } = town();
  const who = town().somebody();
  const at = await visit(kiosk);
  await at.press('welcome.pin');
  for (const guess of ['9001', '9002', '9003', '9004', '9005', '9006', '9007']) {
    await at.type(guess);
    await at.press('common.ready');
    await at.says('pin.wrong');
  }
  await at.type(who.pin);
  await at.press('common.ready');
  await at.page.getByText(/Even wachten/).first().waitFor();
  expect(await at.page.getByText(who.name).count()).toBe(0);
  // The wait is the daemon's, by its own clock.
  town().setTime('07:32');
  await at.type(who.pin);
  await at.press('common.ready');
  await at.says('me.hello', { name: who.name });
});

test('a full disk is said, nothing is claimed, and what was saved before is sent', async () => {
  const { kiosk } = town();
  const who = town().somebody();
  await kiosk.stop();
  kiosk.cut();
  await kiosk.start(onSmallDisk(kiosk.folder, 1024, 200));
  const before: string[] = [];
  for (let full = false; !full; ) {
    const { status, body } = await callDaemon(kiosk.address, 'KioskService/CheckInWithoutBadge', { pictureToken: 'boat' });
    full = status === 429;
    if (status === 200) before.push((body as { saved: { event: string } }).saved.event);
  }
  expect(before.length).toBeGreaterThan(0);
  const at = await visit(kiosk, 'trouble.noDisk');
  await at.swipe(who.badge);
  await at.says('trouble.noDisk');
  expect(await at.page.getByText('Opgeslagen', { exact: true }).count()).toBe(0);
  expect(at.saved).toEqual([]);
  kiosk.connect();
  await kiosk.sent();
  for (const event of [before[0], before.at(-1)]) expect(await town().office('trace', '--event', event ?? '')).toContain('boat');
  await kiosk.kill();
  await kiosk.start();
});

test('a kiosk that does not know the time says so, and saves all the same', async () => {
  const { kiosk } = town();
  const who = town().somebody();
  await kiosk.stop();
  kiosk.cut();
  // Switched on again, without a battery.
  kiosk.clock.boot(town().now, 0);
  await kiosk.start();
  const at = await visit(kiosk, 'trouble.clock');
  await at.press('trouble.goOn');
  await at.says('welcome.badge');
  await at.swipe(who.badge);
  await at.press('me.come');
  await at.says('done.arrived');
  const [came] = await at.savedNow();
  kiosk.connect();
  await kiosk.synced();
  const held = await town().held(who);
  expect(held.filter(({ state }) => state === 'counts').map(({ hash }) => hash)).toEqual([came]);
  // It was half past seven, as the server could work out.
  expect(await town().office('trace', '--event', came ?? '')).toMatch(/captured +2026-\d\d-\d\d 07:30/);
});

// The folder on a disk of its own with so much room left, seen by the program after it alone.
function onSmallDisk(folder: string, diskKib: number, roomKib: number): readonly string[] {
  const disk = `${folder}-disk`;
  mkdirSync(disk);
  const script =
    `mount --make-rprivate / 2>/dev/null; mount -t tmpfs -o mode=0700,size=${diskKib}k tmpfs ${disk} && cp -a ${folder}/. ${disk} &&` +
    ` mount --bind ${disk} ${folder} || exit 9; dd if=/dev/zero of=${folder}/ballast bs=1k count=${diskKib} 2>/dev/null;` +
    ` truncate -s -${roomKib}k ${folder}/ballast; exec "$@"`;
  return ['unshare', '-m', '--propagation', 'unchanged', 'sh', '-c', script, 'sh'];
}
