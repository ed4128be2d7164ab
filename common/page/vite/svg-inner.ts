import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

// `import door from '@tabler/icons/outline/door.svg?inner'` gives the drawing alone, as one string without the element around it, so
// that a page ships the few icons it names and draws each in the size and weight of its place.
export function svgInner(): Plugin {
  const suffix = '.svg?inner';
  return {
    name: 'svg-inner',
    enforce: 'pre',
    load(id) {
      if (!id.endsWith(suffix)) return null;
      const svg = readFileSync(id.slice(0, -'?inner'.length), 'utf8');
      const inner = svg
        .replace(/^[\s\S]*?<svg[^>]*>/, '')
        .replace(/<\/svg>\s*$/, '')
        .replace(/<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*\/>/, '')
        .replace(/\s+/g, ' ')
        .trim();
      return { code: `export default ${JSON.stringify(inner)};`, map: null };
    },
  };
}
