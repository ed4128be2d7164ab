import { join } from 'node:path';
import { expect, test } from 'vitest';
import { top, useRealOffice } from './real-office.ts';

// From the first account to a figure, at the real server with the facts of the demonstration.

const real = useRealOffice(Date.UTC(2026, 2, 3, 7));

test('the first account is made at the server, sets itself up, and reads figures; then nothing is left in the browser', async () => {
  const { page } = real;
  await real.office('office', 'apply', join(top, 'deploy/demo/office.json'));
  const once = await real.office('account', 'make', 'els', '--role', 'office', '--who', 'Els Verzonnen');
  await page.goto(real.address());
  await real.signIn('els', 'something else', '');
  await page.getByText('passen niet bij elkaar').waitFor();
  await real.setUp('els', once);
  const cookies = await page.context().cookies();
  expect(cookies.map(({ name, httpOnly, secure, sameSite }) => ({ name, httpOnly, secure, sameSite }))).toEqual([
    { name: '__Host-wijkboek', httpOnly: true, secure: true, sameSite: 'Strict' },
  ]);

  await page.goto(`${real.address()}#/people`);
  await page.getByLabel('Zoek op naam').fill('amina');
  await page.getByRole('link', { name: /^Amina/ }).first().click();
  await page.getByRole('heading', { level: 1, name: /^Amina/ }).waitFor();

  await page.goto(`${real.address()}#/reports`);
  await page.getByRole('heading', { level: 1, name: 'Rapporten' }).waitFor();

  expect(await page.evaluate(() => [localStorage.length, sessionStorage.length])).toEqual([0, 0]);
});
