import { expect, test } from 'vitest';
import { entriesOf, show, useGallery } from './open.ts';

const gallery = useGallery();

// Tab reaches everything that can be pressed, in the order of the page, with a ring that is seen; and nothing keeps it.
test('every screen can be walked with the keyboard alone', async () => {
  const page = await gallery.open();
  const findings: string[] = [];
  for (const { id } of await entriesOf(page)) {
    await show(page, id);
    const targets = await page.evaluate(() => {
      const all = [...document.querySelectorAll<HTMLElement>('button:not(:disabled), a[href], input:not(:disabled), select, textarea, summary')];
      // Of radio buttons with one name, Tab reaches one: that which is chosen, or the first; the arrows reach the others.
      const reached = all.filter((one) => {
        if (!(one instanceof HTMLInputElement) || one.type !== 'radio') return one.checkVisibility();
        const group = all.filter((other): other is HTMLInputElement => other instanceof HTMLInputElement && other.name === one.name);
        return one === (group.find((other) => other.checked) ?? group[0]);
      });
      reached.forEach((target, i) => (target.dataset['walk'] = String(i)));
      (document.activeElement as HTMLElement | null)?.blur();
      window.scrollTo(0, 0);
      return reached.length;
    });
    const order: string[] = [];
    for (let i = 0; i < targets; i += 1) {
      await page.keyboard.press('Tab');
      const at = await page.evaluate(() => {
        const active = document.activeElement as HTMLElement | null;
        if (!active || active === document.body) return 'nothing';
        const shown = active instanceof HTMLInputElement ? (active.closest('label') ?? active) : active;
        const outlined = [active, shown].some((one) => getComputedStyle(one).outlineStyle !== 'none');
        return `${active.dataset['walk'] ?? active.tagName + ((active as HTMLInputElement).name ?? '')}${outlined ? '' : ' without a ring'}`;
      });
      order.push(at);
    }
    const wanted = Array.from({ length: targets }, (_, i) => String(i));
    if (order.join() !== wanted.join()) findings.push(`${id}: ${order.join(' ')}, not 0 to ${targets - 1}`);
  }
  expect(findings).toEqual([]);
  await page.context().close();
});

test('Enter and space press what has the focus', async () => {
  const page = await gallery.open();
  await show(page, 'me');
  await page.evaluate(() => {
    const button = document.querySelector('button');
    button?.addEventListener('click', () => (document.title += ' pressed'));
    button?.focus();
  });
  await page.keyboard.press('Enter');
  await page.keyboard.press(' ');
  expect(await page.title()).toBe('me pressed pressed');
  await page.context().close();
});
