import { expect, test } from 'vitest';
import { samira } from './fake-daemon.ts';
import { useStage } from './harness.ts';

// What is heard. The browser plays; the sounds that it decodes and starts are counted.
const stage = useStage(['--autoplay-policy=no-user-gesture-required']);
const { press, sees, swipe } = stage;

const listen = () =>
  stage.page.evaluate(() => {
    const heard: number[] = [];
    Object.assign(window, { heard });
    const start = AudioBufferSourceNode.prototype.start;
    AudioBufferSourceNode.prototype.start = function (this: AudioBufferSourceNode, ...args: [number?]) {
      heard.push(this.buffer?.duration ?? 0);
      start.apply(this, args);
    };
  });
const heard = () => stage.page.evaluate(() => (window as unknown as { heard: number[] }).heard);

test('a language without a voice is marked so, until somebody lends it theirs', async () => {
  await press('ትግርኛ');
  await sees('Nog geen stem in deze taal');
  stage.daemon.world.phrases = [{ phrase: 'done.arrived', language: 'ti', event: 'p1' }];
  await stage.page.reload();
  await press('ትግርኛ');
  await sees('ባጅካ ኣብዚ ሓዞ');
  await expect.poll(() => stage.page.getByText('Nog geen stem in deze taal').count()).toBe(0);
});

test('a phrase that was recorded is played instead of the machine, and fetched once', async () => {
  stage.daemon.world.phrases = [{ phrase: 'done.arrived', language: 'nl', event: 'p1' }];
  await stage.page.reload();
  await stage.welcome();
  await expect.poll(() => stage.called('ListPhrases').length).toBe(2);
  await listen();
  for (let i = 0; i < 2; i += 1) {
    await swipe(samira.badge);
    await press('Ik ben er');
    await sees('Fijn dat je er bent');
    await expect.poll(async () => (await heard()).length).toBe(i + 1);
    await stage.page.locator('.card').click();
    await stage.welcome();
  }
  const [length = 0] = await heard();
  expect(length).toBeGreaterThan(0.5);
  expect(stage.called('GetPhrase')).toEqual([{ phrase: 'done.arrived', language: 'nl' }]);
  expect(stage.requests.filter((url) => url.endsWith('nl/done.arrived.opus'))).toEqual([]);
});
