import { defineConfig } from 'vitest/config';

// The built page in Chromium, under the content security policy it is served with, against a server in memory that answers as the real one does.
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
