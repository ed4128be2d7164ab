import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { svgInner } from '../../../common/page/vite/svg-inner.ts';

// Every screen in every state with invented people, for eyes and for the tests that walk through it. Never part of the page.
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  plugins: [svgInner(), svelte({ configFile: '../svelte.config.js' })],
  build: {
    target: 'chrome115',
    outDir: 'dist',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2000,
  },
});
