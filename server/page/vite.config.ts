import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { svgInner } from '../../common/page/vite/svg-inner.ts';

export default defineConfig({
  plugins: [svgInner(), svelte()],
  // The server serves the page at its root; a test may serve it below a folder.
  base: './',
  build: {
    target: 'chrome115',
    // The content security policy allows no data: addresses, so nothing is written into a style or a script.
    assetsInlineLimit: 0,
    cssCodeSplit: true,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
  },
});
