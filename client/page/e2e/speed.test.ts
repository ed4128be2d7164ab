import { expect, test } from 'vitest';
import { samira } from './fake-daemon.ts';
import { useStage } from './harness.ts';

const stage = useStage();

test('from tap to confirmation, and from nothing to welcome', async () => {
  const taps: number[] = [];
  for (let i = 0; i < 40; i += 1) {
    await stage.swipe(samira.badge);
    await stage.sees('Dag Samira');
    taps.push(
      await stage.page.getByRole('button', { name: 'Ik ben er' }).evaluate(
        (button: HTMLElement) =>
          new Promise<number>((resolve) => {
            const start = performance.now();
            new MutationObserver((_, observer) => {
              if (!document.body.textContent.includes('Opgeslagen')) return;
              observer.disconnect();
              requestAnimationFrame(() => resolve(performance.now() - start));
            }).observe(document.body, { childList: true, subtree: true });
            button.click();
          }),
      ),
    );
    await stage.page.locator('.card').click();
    await stage.welcome();
  }
  taps.sort((a, b) => a - b);
  const median = taps[20] ?? Infinity;
  const p95 = taps[38] ?? Infinity;
  await stage.page.reload();
  await stage.welcome();
  const start = await stage.page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Infinity);
  console.log(`tap to confirmation: median ${median.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms; first paint after ${start.toFixed(0)} ms`);
  expect(median).toBeLessThan(100);
  expect(p95).toBeLessThan(200);
  expect(start).toBeLessThan(1000);
});
