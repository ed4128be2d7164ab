import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import type { AxeResults } from 'axe-core';
import { describe, expect, test } from 'vitest';
import { useStage } from './harness.ts';
import { walk, walks } from './walks.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const stage = useStage();

// The policy lets no style in; one that a script has made is no address and no inline text.
const hideText = () =>
  stage.page.evaluate(() => {
    const style = new CSSStyleSheet();
    style.replaceSync('* { color: transparent !important } svg { color: black !important } svg text { fill: transparent !important }');
    document.adoptedStyleSheets = [style];
  });

// Whether anything that can be read is to be seen: letters are drawn transparent or not at all.
const readable = () =>
  stage.page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found: string[] = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      if (!element || !node.textContent?.trim() || !element.checkVisibility()) continue;
      const style = getComputedStyle(element);
      const drawn = element.closest('svg') ? style.fill : style.color;
      if (!/rgba\(0, 0, 0, 0\)|transparent/.test(drawn)) found.push(node.textContent.trim());
    }
    return found;
  });

const pictureless = () =>
  stage.page.evaluate(() =>
    [...document.querySelectorAll('button')]
      .filter((button) => !button.closest('nav') && !/^[0-9A-Z]$/.test(button.textContent.trim()))
      .filter((button) => ![...button.querySelectorAll('[data-icon]')].some((icon) => icon.getBoundingClientRect().width >= 16))
      .map((button) => button.textContent.trim()),
  );

describe('with all text hidden', () => {
  test.each(walks)('$name', async (way) => {
    const found: string[] = [];
    await walk(stage, way, async (at) => {
      await hideText();
      for (const text of await readable()) found.push(`${at}: can be read: ${text}`);
      for (const name of await pictureless()) found.push(`${at}: no picture: ${name}`);
    });
    expect(found).toEqual([]);
    expect(stage.methods).toEqual(way.saved);
  });
});

describe('axe finds nothing on the way', () => {
  test.each(walks)('$name', async (way) => {
    const found: string[] = [];
    await walk(stage, way, async (at) => {
      // Through the debugger's protocol, which the policy does not concern.
      await stage.page.evaluate(axe);
      const violations = await stage.page.evaluate(async () => {
        const { axe } = window as unknown as { axe: { run(options: object): Promise<AxeResults> } };
        const { violations } = await axe.run({
          runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
          resultTypes: ['violations'],
        });
        return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
      });
      found.push(...violations.map((violation) => `${at}: ${violation}`));
    });
    expect(found).toEqual([]);
  });
});

describe('with the keyboard alone', () => {
  const focused = () => stage.page.evaluate(() => document.activeElement?.textContent?.trim() ?? '');
  const reach = async (name: RegExp) => {
    for (let i = 0; i < 40; i += 1) {
      await stage.page.keyboard.press('Tab');
      if (name.test(await focused())) return stage.page.keyboard.press('Enter');
    }
    throw new Error(`Tab does not reach ${String(name)}`);
  };
  test('somebody types their PIN and comes', async () => {
    await reach(/^Pincode/);
    await stage.sees('Typ je pincode');
    await stage.page.keyboard.type('2468', { delay: 120 });
    await reach(/^Klaar$/);
    await stage.sees('Dag Samira');
    await reach(/^Ik ben er/);
    await stage.sees('Fijn dat je er bent');
    await reach(/^Toch niet/);
    await stage.sees('Het is weggehaald');
    expect(stage.methods).toEqual(['CheckIn', 'Undo']);
  });
  test('a new screen has the focus, and Tab begins at its top', async () => {
    await reach(/^Pincode/);
    await stage.sees('Typ je pincode');
    expect(await focused()).toContain('Typ je pincode');
    await stage.page.keyboard.press('Tab');
    expect(await focused()).toBe('Terug');
  });
});
