import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { launch } from '../../../common/page/browser/browser.ts';
import { Role } from '../generated/wijkboek/v1/access_pb.ts';
import { people } from '../fake/people.ts';
import { right } from '../fake/world.ts';
import { startFakeServer, type FakeServer } from './fake-server.ts';

// The built page under its content security policy, from signing in to what is saved at the server.

let browser: Browser;
let server: FakeServer;
let page: Page;
let complaints: string[] = [];
let away: string[] = [];

beforeAll(async () => {
  browser = await launch();
});
afterAll(async () => {
  await browser.close();
});
beforeEach(async () => {
  server = await startFakeServer();
  complaints = [];
  away = [];
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce', locale: 'nl-NL' });
  page = await context.newPage();
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(`Uncaught ${String(error)}`));
  page.on('request', (request) => {
    if (!request.url().startsWith(server.address)) away.push(request.url());
  });
});
afterEach(async () => {
  await page.context().close();
  await server.close();
  // Whatever a test does, nothing leaves the machine, and the content security policy has nothing to refuse.
  expect(away).toEqual([]);
  expect(complaints.filter((text) => /Content Security Policy|Uncaught|unhandled/i.test(text))).toEqual([]);
});

async function signIn(password: string = right.password, code: string = right.code): Promise<void> {
  await page.getByLabel('Naam van het account').fill(right.name);
  await page.getByLabel('Wachtwoord', { exact: true }).fill(password);
  await page.getByLabel('Code van zes cijfers').fill(code);
  await page.getByRole('button', { name: 'Inloggen' }).click();
}

const heading = (name: string | RegExp) => page.getByRole('heading', { level: 1, name });
const called = (method: string) => server.calls.filter((call) => call.method === method);

async function open(hash = '', role: Role = Role.OFFICE): Promise<void> {
  server.world.role = role;
  await page.goto(`${server.address}#/${hash}`);
  await signIn();
  await page.getByRole('navigation', { name: 'Menu' }).waitFor();
}

test('a wrong password and a wrong code are one answer; the right ones lead to today', async () => {
  await page.goto(server.address);
  await signIn('iets anders');
  const first = await page.getByRole('alert').innerText();
  await signIn(right.password, '000000');
  expect(await page.getByRole('alert').innerText()).toBe(first);
  await signIn();
  await heading('woensdag 11 maart 2026').waitFor();
});

test('after many wrong attempts it says how long to wait', async () => {
  server.world.wrong = 5;
  await page.goto(server.address);
  await signIn('iets anders');
  await page.getByText('Wacht 30 seconden').waitFor();
});

test('a new account chooses a password and proves the second factor', async () => {
  server.world.isNew = true;
  await page.goto(server.address);
  await signIn(right.oneTime, '');
  await heading('Je account instellen').waitFor();
  await page.getByRole('img', { name: /QR-code/ }).waitFor();
  await page.getByLabel('Nieuw wachtwoord').fill('te kort');
  await page.getByLabel('Nog een keer').fill('te kort');
  await page.getByLabel('Code van zes cijfers').fill(right.code);
  await page.getByRole('button', { name: 'Account in gebruik nemen' }).click();
  await page.getByText('Dit zijn 7 tekens').waitFor();
  expect(called('SetUp')).toEqual([]);
  await page.getByLabel('Nieuw wachtwoord').fill('een zin die lang genoeg is');
  await page.getByLabel('Nog een keer').fill('een zin die lang genoeg is');
  await page.getByRole('button', { name: 'Account in gebruik nemen' }).click();
  await heading('woensdag 11 maart 2026').waitFor();
});

test('today is drawn, asked for again with its version, and stays when the connection goes', async () => {
  await open();
  await page.locator('.chart[data-drawn] svg').nth(2).waitFor();
  // Thirteen weeks of four parts, and not only a frame for them.
  expect(await page.locator('.chart svg').first().locator('path').count()).toBeGreaterThan(13 * 4);
  expect(await page.locator('.chart svg').first().locator('text').allTextContents()).toEqual(expect.arrayContaining(['Aanwezig', 'Nog niet bekend', '9 mrt']));
  await expect.poll(() => called('GetOverview').length, { timeout: 15_000 }).toBeGreaterThan(1);
  expect(called('GetOverview')[1]?.request).toMatchObject({ version: '1' });
  expect(server.world.overviewsSent).toBe(1);
  server.gone = true;
  await page.getByText(/Geen verbinding met de server sinds \d\d:\d\d/).waitFor({ timeout: 15_000 });
  expect(await page.getByRole('row', { name: /Noord/ }).first().isVisible()).toBe(true);
  server.gone = false;
  await page.getByText(/Geen verbinding met de server/).waitFor({ state: 'detached', timeout: 15_000 });
});

test('what is looked for stands in the address; back leads back', async () => {
  await open('people');
  await page.getByLabel('Zoek op naam').fill('amina');
  await expect.poll(() => page.url()).toContain('text=amina');
  await page.getByText('5 mensen').waitFor();
  await page.getByRole('link', { name: 'Amina Verzonnen', exact: true }).click();
  await heading('Amina Verzonnen').waitFor();
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
  await page.goBack();
  await expect.poll(() => page.getByLabel('Zoek op naam').inputValue()).toBe('amina');
});

test('pages of people go on and back', async () => {
  await open('people');
  await page.getByText('64 mensen').waitFor();
  await page.getByRole('button', { name: 'Volgende' }).click();
  await expect.poll(() => page.getByRole('row').count()).toBe(15);
  await page.getByRole('button', { name: 'Vorige' }).click();
  await expect.poll(() => page.getByRole('row').count()).toBe(51);
});

test('a figure leads to its events; Escape closes them', async () => {
  await open(`people/${people[0]?.id}`);
  await page.getByRole('button', { name: '366,0' }).click();
  await page.getByRole('dialog').getByText('77ab12cd34ef').first().waitFor();
  expect(called('Trace')[0]?.request).toMatchObject({ participant: people[0]?.id });
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
});

test('a discrepancy is settled with a time; several by accepting what is suggested', async () => {
  await open('discrepancies');
  await page.getByRole('button', { name: 'Eindigde om' }).first().click();
  await page.getByRole('button', { name: /^Opslaan/ }).click();
  await page.getByText('Vul dit nog in.').waitFor();
  expect(called('SettleDiscrepancy')).toEqual([]);
  await page.getByLabel('Hoe laat').fill('15:30');
  await page.getByRole('button', { name: /^Opslaan/ }).click();
  await page.getByText('4 om uit te zoeken').waitFor();
  expect(called('SettleDiscrepancy')[0]?.request).toMatchObject({ id: '3f9a12bc77e0', author: 'c0ac', decision: { end: '15:30' } });
  await page.getByLabel(/Kies alle met een voorstel/).check();
  await page.getByRole('button', { name: '2 voorstellen aannemen' }).click();
  await page.getByText('2 om uit te zoeken').waitFor();
  expect(called('SettleDiscrepancy').slice(1).map(({ request }) => request)).toEqual([
    { id: '4c01aa37b2d0', author: 'c0ac', decision: { accept: true } },
    { id: '6e22aa37b2d0', author: 'c0ac', decision: { accept: true } },
  ]);
});

test('a case is heard, and its letter is shown', async () => {
  await open('cases');
  await page.getByRole('button', { name: 'Schrijf op wat zij zei' }).click();
  await page.getByLabel('Wat zij zei').fill('De bus kwam niet.');
  await page.getByRole('button', { name: 'Opslaan' }).click();
  await expect.poll(() => server.world.cases[0]?.stage).toBe('heard');
  await page.getByRole('button', { name: 'Brief voor de klantmanager' }).first().click();
  await page.getByText('Aan de klantmanager van gemeente').waitFor();
});

test('a report is asked for by its days, downloaded as it stands there, and filed', async () => {
  await open('reports?report=attendance-month&from=2026-01-01&until=2026-03-11');
  await page.getByRole('cell', { name: '1248' }).or(page.getByText('1248')).first().waitFor();
  expect(called('GetReport')[0]?.request).toMatchObject({ attendance: { by: 'BY_MONTH' }, firstDay: 20454, lastDay: 20523 });
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: /CSV/ }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe('attendance-month-2026-01-01-2026-03-11.csv');
  expect(readFileSync(await file.path(), 'utf8').split('\r\n').slice(0, 2).join()).toMatch(/^month,expected,.*,2025-11,1248,/);
  await page.getByRole('button', { name: 'Indienen' }).first().click();
  await page.getByRole('dialog').getByLabel('Naam').fill('2026-Q1');
  await page.getByRole('dialog').getByRole('button', { name: 'Indienen' }).click();
  await expect.poll(() => server.world.filed[0]?.name).toBe('2026-Q1');
});

test('a kiosk is lost only once that was confirmed; invitations come as text and code', async () => {
  await open('kiosks');
  await page.getByRole('button', { name: 'Veranderen Balie Noord' }).click();
  await page.getByLabel('Wat is er met deze kiosk?').selectOption({ label: 'Kwijt' });
  expect(called('ChangeDevice')).toEqual([]);
  await page.getByRole('button', { name: 'Ja, zo is het' }).click();
  await expect.poll(() => called('ChangeDevice')[0]?.request).toMatchObject({ device: 'de01', change: 'CHANGE_LOST' });
  await page.getByRole('button', { name: 'Kiosk uitnodigen' }).click();
  await page.getByRole('button', { name: 'Codes maken' }).click();
  await page.getByRole('img', { name: /QR-code van WIJK/ }).waitFor();
});

test('a client manager sees what is theirs, and nothing else', async () => {
  await open('people', Role.CLIENT_MANAGER);
  await heading('Dit hoort niet bij jouw account').waitFor();
  expect(await page.getByRole('navigation', { name: 'Menu' }).getByRole('link').allInnerTexts()).toEqual(['Verzuim', 'Rapporten']);
  expect(called('FindPeople')).toEqual([]);
});

test('a session that has ended leaves nothing on the screen', async () => {
  await open('people');
  await page.getByText('64 mensen').waitFor();
  server.world.me = null;
  await page.getByRole('link', { name: 'Groepen' }).click();
  await page.getByText('Je was een tijd weg.').waitFor();
  expect(await page.getByText('Verzonnen').count()).toBe(0);
});

test('on paper an attendance list has signatures and no rail', async () => {
  await open('timetable/5ec01420260310');
  await page.getByRole('table').waitFor();
  await page.emulateMedia({ media: 'print' });
  expect(await page.getByRole('columnheader', { name: 'Handtekening' }).isVisible()).toBe(true);
  expect(await page.getByRole('navigation', { name: 'Menu' }).isVisible()).toBe(false);
});
