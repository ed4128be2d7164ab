import { defineConfig } from 'vitest/config';

// Coach mode in Chromium, under the content security policy of the page, against a kiosk in memory.
export default defineConfig({
  test: {
    root: new URL('.', import.meta.url).pathname,
    include: ['*.test.ts'],
    environment: 'node',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    fileParallelism: false,
  },
});
