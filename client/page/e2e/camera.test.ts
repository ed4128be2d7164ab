import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import encodeQR from 'qr';
import { expect, test } from 'vitest';
import { samira } from './fake-daemon.ts';
import { useStage } from './harness.ts';

// A camera before which a QR code is held up, and a microphone into which the browser beeps.

// Two seconds of one picture, 640 by 480: the code in the middle, as a hand holds it.
function film(text: string): string {
  const width = 640;
  const height = 480;
  const cells = encodeQR(text, 'raw');
  const scale = Math.floor(360 / cells.length);
  const left = (width - cells.length * scale) >> 1;
  const top = (height - cells.length * scale) >> 1;
  const luma = Buffer.alloc(width * height, 220);
  cells.forEach((row, y) =>
    row.forEach((dark, x) => {
      for (let i = 0; i < scale; i += 1) luma.fill(dark ? 25 : 235, (top + y * scale + i) * width + left + x * scale, (top + y * scale + i) * width + left + (x + 1) * scale);
    }),
  );
  const frame = Buffer.concat([Buffer.from('FRAME\n'), luma, Buffer.alloc((width * height) / 2, 128)]);
  const header = Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`);
  const file = join(mkdtempSync(join(tmpdir(), 'wijkboek-film-')), 'code.y4m');
  writeFileSync(file, Buffer.concat([header, ...Array.from({ length: 20 }, () => frame)]));
  return file;
}

const stage = useStage(
  ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${film(samira.qr)}`],
  { permissions: ['camera', 'microphone'] },
);
const { press, sees, swipe, welcome } = stage;

test("a code before the camera is somebody's, and the camera is let go", async () => {
  expect(stage.requests.some((url) => url.includes('decode'))).toBe(false);
  await press('QR-code');
  await sees('Dag Samira');
  expect(stage.called('Greet')).toMatchObject([{ who: { qr: samira.qr } }]);
  expect(await stage.page.locator('video').count()).toBe(0);
  await press('Ik ben er');
  await sees('Opgeslagen');
  expect(stage.complaints).toEqual([]);
});

test("a resident's card is held before the camera too", async () => {
  stage.daemon.world.cards.set(samira.qr, 'r1r1');
  await swipe(samira.badge);
  await press('Huisbezoek');
  await press('QR-code');
  await sees('Wanneer ga je?');
  expect(stage.called('ReadCard')).toMatchObject([{ text: samira.qr }]);
});

test('what is said into the microphone is heard again, sent, and gone', async () => {
  await swipe(samira.badge);
  await press('Mijn pagina');
  await press('Dat klopt niet');
  await press(/maandag/);
  await press('Spreek het in');
  await sees('Ik luister naar je');
  await stage.page.waitForTimeout(1500);
  await press('Klaar');
  await press('Luister');
  await stage.page.waitForTimeout(300);
  await press('Naar je coach');
  await sees('Je coach kijkt ernaar');
  const [contest] = stage.saved;
  const voice = contest?.request['voice'] as { mediaType: string; content: string };
  expect(voice.mediaType).toBe('audio/webm');
  const bytes = Buffer.from(voice.content, 'base64');
  // EBML: what WebM begins with.
  expect(bytes.subarray(0, 4).toString('hex')).toBe('1a45dfa3');
  expect(bytes.length).toBeGreaterThan(1000);
  expect(bytes.length).toBeLessThan(200_000);
  expect(stage.complaints).toEqual([]);
});

test('somebody who goes away while speaking has said nothing', async () => {
  await swipe(samira.badge);
  await press('Mijn pagina');
  await press('Dat klopt niet');
  await press(/maandag/);
  await press('Spreek het in');
  await sees('Ik luister naar je');
  await swipe(samira.badge);
  await sees('Dag Samira');
  expect(stage.saved).toEqual([]);
  await press('Stoppen');
  await welcome();
});
