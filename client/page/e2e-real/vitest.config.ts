import { defineConfig } from 'vitest/config';

// The built page in Chromium against the real daemon and the real server. Each file has a town of its own; two at a time, as there are
// two cores at least.
export default defineConfig({
  test: {
    root: new URL('.', import.meta.url).pathname,
    include: ['*.test.ts'],
    environment: 'node',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
