import type { Page } from 'playwright-core';

// Presses keys as a badge reader does, 8 ms apart. The times travel with the keys, as they do from real keyboards, so that a busy machine does
// not make the burst slow.
export async function swipe(page: Page, code: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const start = Date.now() / 1000;
  const presses = [...code, 'Enter'].flatMap((key, i) => {
    const text = key === 'Enter' ? '\r' : key;
    const timestamp = start + i * 0.008;
    return [
      session.send('Input.dispatchKeyEvent', { type: 'keyDown', key, text, timestamp, windowsVirtualKeyCode: key === 'Enter' ? 13 : 0 }),
      session.send('Input.dispatchKeyEvent', { type: 'keyUp', key, timestamp: timestamp + 0.003 }),
    ];
  });
  await Promise.all(presses);
  await session.detach();
}
