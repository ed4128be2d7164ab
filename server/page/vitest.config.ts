import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { svgInner } from '../../common/page/vite/svg-inner.ts';

export default defineConfig({
  plugins: [svgInner(), svelte()],
  test: { include: ['tests/**/*.test.ts'], environment: 'node' },
});
