import { expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { swipe } from '../swipe.ts';
import { useGallery } from './open.ts';

const gallery = useGallery();

async function field(): Promise<Page> {
  const page = await gallery.open();
  await page.evaluate(() => {
    const input = document.createElement('input');
    input.setAttribute('aria-label', 'search');
    const button = document.createElement('button');
    button.textContent = '0';
    button.addEventListener('click', () => (button.textContent = String(Number(button.textContent) + 1)));
    document.body.replaceChildren(input, button);
    window.listenToReader(window, (code) => (document.title = `read ${code}`));
  });
  return page;
}

test('a reader is heard while a field has the focus, and leaves it as it was', async () => {
  const page = await field();
  await page.locator('input').focus();
  await page.keyboard.type('Sam', { delay: 90 });
  await page.waitForTimeout(80);
  await swipe(page, '04A1B2C3');
  expect(await page.title()).toBe('read 04A1B2C3');
  expect(await page.locator('input').inputValue()).toBe('Sam');
  await page.context().close();
});

test('the Enter of a reader presses no button', async () => {
  const page = await field();
  await page.locator('button').focus();
  await swipe(page, '04A1B2C3');
  expect(await page.title()).toBe('read 04A1B2C3');
  expect(await page.locator('button').textContent()).toBe('0');
  await page.context().close();
});

test('what somebody types is never swallowed', async () => {
  const page = await field();
  await page.locator('input').focus();
  await page.keyboard.type('Samira 1234', { delay: 60 });
  await page.keyboard.press('Enter');
  expect(await page.locator('input').inputValue()).toBe('Samira 1234');
  await page.locator('button').focus();
  await page.keyboard.press('Enter');
  expect(await page.locator('button').textContent()).toBe('1');
  expect(await page.title()).not.toContain('read');
  await page.context().close();
});
