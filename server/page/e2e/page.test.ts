import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Role } from '../generated/wijkboek/v1/access_pb.ts';
import { people } from '../fake/people.ts';
import { right } from '../fake/world.ts';
import { useOfficePage } from './open.ts';

// From signing in to what is saved at the server.

const office = useOfficePage();

test('a wrong password and a wrong code are one answer; the right ones lead to today', async () => {
  await office.page.goto(office.server.address);
  await office.signIn('iets anders');
  const first = await office.page.getByRole('alert').innerText();
  await office.signIn(right.password, '000000');
  expect(await office.page.getByRole('alert').innerText()).toBe(first);
  await office.signIn();
  await office.heading('woensdag 11 maart 2026').waitFor();
});

test('after many wrong attempts it says how long to wait', async () => {
  office.server.world.wrong = 5;
  await office.page.goto(office.server.address);
  await office.signIn('iets anders');
  await office.page.getByText('Wacht 30 seconden').waitFor();
});

test('a new account chooses a password and proves the second factor', async () => {
  office.server.world.isNew = true;
  await office.page.goto(office.server.address);
  await office.signIn(right.oneTime, '');
  await office.heading('Je account instellen').waitFor();
  await office.page.getByRole('img', { name: /QR-code/ }).waitFor();
  await office.page.getByLabel('Nieuw wachtwoord').fill('te kort');
  await office.page.getByLabel('Nog een keer').fill('te kort');
  await office.page.getByLabel('Code van zes cijfers').fill(right.code);
  await office.page.getByRole('button', { name: 'Account in gebruik nemen' }).click();
  await office.page.getByText('Dit zijn 7 tekens').waitFor();
  expect(office.called('SetUp')).toEqual([]);
  await office.page.getByLabel('Nieuw wachtwoord').fill('een zin die lang genoeg is');
  await office.page.getByLabel('Nog een keer').fill('een zin die lang genoeg is');
  await office.page.getByRole('button', { name: 'Account in gebruik nemen' }).click();
  await office.heading('woensdag 11 maart 2026').waitFor();
});

test('today is drawn, asked for again with its version, and stays when the connection goes', async () => {
  await office.open();
  await office.page.locator('.chart[data-drawn] svg').nth(2).waitFor();
  // Thirteen weeks of four parts, and not only a frame for them.
  expect(await office.page.locator('.chart svg').first().locator('path').count()).toBeGreaterThan(13 * 4);
  expect(await office.page.locator('.chart svg').first().locator('text').allTextContents()).toEqual(expect.arrayContaining(['Aanwezig', 'Nog niet bekend', '9 mrt']));
  await expect.poll(() => office.called('GetOverview').length, { timeout: 15_000 }).toBeGreaterThan(1);
  expect(office.called('GetOverview')[1]?.request).toMatchObject({ version: '1' });
  expect(office.server.world.overviewsSent).toBe(1);
  office.server.gone = true;
  await office.page.getByText(/Geen verbinding met de server sinds \d\d:\d\d/).waitFor({ timeout: 15_000 });
  expect(await office.page.getByRole('row', { name: /Noord/ }).first().isVisible()).toBe(true);
  office.server.gone = false;
  await office.page.getByText(/Geen verbinding met de server/).waitFor({ state: 'detached', timeout: 15_000 });
});

test('what is looked for stands in the address; back leads back', async () => {
  await office.open('people');
  await office.page.getByLabel('Zoek op naam').fill('amina');
  await expect.poll(() => office.page.url()).toContain('text=amina');
  await office.page.getByText('5 mensen').waitFor();
  await office.page.getByRole('link', { name: 'Amina Verzonnen', exact: true }).click();
  await office.heading('Amina Verzonnen').waitFor();
  await expect.poll(() => office.page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
  await office.page.goBack();
  await expect.poll(() => office.page.getByLabel('Zoek op naam').inputValue()).toBe('amina');
});

test('pages of people go on and back', async () => {
  await office.open('people');
  await office.page.getByText('64 mensen').waitFor();
  await office.page.getByRole('button', { name: 'Volgende' }).click();
  await expect.poll(() => office.page.getByRole('row').count()).toBe(15);
  await office.page.getByRole('button', { name: 'Vorige' }).click();
  await expect.poll(() => office.page.getByRole('row').count()).toBe(51);
});

test('a figure leads to its events; Escape closes them', async () => {
  await office.open(`people/${people[0]?.id}`);
  await office.page.getByRole('button', { name: '366,0' }).click();
  await office.page.getByRole('dialog').getByText('77ab12cd34ef').first().waitFor();
  expect(office.called('Trace')[0]?.request).toMatchObject({ participant: people[0]?.id });
  await office.page.keyboard.press('Escape');
  await office.page.getByRole('dialog').waitFor({ state: 'detached' });
});

test('a discrepancy is settled with a time; several by accepting what is suggested', async () => {
  await office.open('discrepancies');
  await office.page.getByRole('button', { name: 'Eindigde om' }).first().click();
  await office.page.getByRole('button', { name: /^Opslaan/ }).click();
  await office.page.getByText('Vul dit nog in.').waitFor();
  expect(office.called('SettleDiscrepancy')).toEqual([]);
  // Past midnight.
  expect(await office.page.getByLabel('Dag').last().inputValue()).toBe('2026-03-10');
  await office.page.getByLabel('Dag').last().fill('2026-03-11');
  await office.page.getByLabel('Hoe laat').fill('06:45');
  await office.page.getByRole('button', { name: /^Opslaan/ }).click();
  await office.page.getByText('4 om uit te zoeken').waitFor();
  expect(office.called('SettleDiscrepancy')[0]?.request).toMatchObject({ id: '3f9a12bc77e0', author: 'c0ac', decision: { end: '2026-03-11T06:45' } });
  await office.page.getByLabel(/Kies alle met een voorstel/).check();
  await office.page.getByRole('button', { name: '2 voorstellen aannemen' }).click();
  await office.page.getByText('2 om uit te zoeken').waitFor();
  expect(office.called('SettleDiscrepancy').slice(1).map(({ request }) => request)).toEqual([
    { id: '4c01aa37b2d0', author: 'c0ac', decision: { accept: true } },
    { id: '6e22aa37b2d0', author: 'c0ac', decision: { accept: true } },
  ]);
});

test('a case is heard, and its letter is shown', async () => {
  await office.open('cases');
  await office.page.getByRole('button', { name: 'Schrijf op wat zij zei' }).click();
  await office.page.getByLabel('Wat zij zei').fill('De bus kwam niet.');
  await office.page.getByRole('button', { name: 'Opslaan' }).click();
  await expect.poll(() => office.server.world.cases[0]?.stage).toBe('heard');
  await office.page.getByRole('button', { name: 'Brief voor de klantmanager' }).first().click();
  await office.page.getByText('Aan de klantmanager van gemeente').waitFor();
});

test('a report is asked for by its days, downloaded as it stands there, and filed', async () => {
  await office.open('reports?report=attendance-month&from=2026-01-01&until=2026-03-11');
  await office.page.getByRole('cell', { name: '1248' }).or(office.page.getByText('1248')).first().waitFor();
  expect(office.called('GetReport')[0]?.request).toMatchObject({ attendance: { by: 'BY_MONTH' }, firstDay: 20454, lastDay: 20523 });
  const download = office.page.waitForEvent('download');
  await office.page.getByRole('button', { name: /CSV/ }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe('attendance-month-2026-01-01-2026-03-11.csv');
  expect(readFileSync(await file.path(), 'utf8').split('\r\n').slice(0, 2).join()).toMatch(/^\ufeff?Maand,Verwacht,.*,2025-11,1248,/);
  const asked = office.called('ExportReport')[0]?.request;
  expect(asked).toMatchObject({ form: 'FORM_CSV', report: { attendance: { by: 'BY_MONTH' }, firstDay: 20454, lastDay: 20523 }, words: { 'column.left early': 'Eerder weg' } });
  await office.page.getByRole('button', { name: 'Indienen' }).first().click();
  await office.page.getByRole('dialog').getByLabel('Naam').fill('2026-Q1');
  await office.page.getByRole('dialog').getByRole('button', { name: 'Indienen' }).click();
  await expect.poll(() => office.server.world.filed[0]?.name).toBe('2026-Q1');
});

test('a kiosk is lost only once that was confirmed; invitations come as text and code', async () => {
  await office.open('kiosks');
  await office.page.getByRole('button', { name: 'Veranderen Balie Noord' }).click();
  await office.page.getByLabel('Wat is er met deze kiosk?').selectOption({ label: 'Kwijt' });
  expect(office.called('ChangeDevice')).toEqual([]);
  await office.page.getByRole('button', { name: 'Ja, zo is het' }).click();
  await expect.poll(() => office.called('ChangeDevice')[0]?.request).toMatchObject({ device: 'de01', change: 'CHANGE_LOST' });
  await office.page.getByRole('button', { name: 'Kiosk uitnodigen' }).click();
  await office.page.getByRole('button', { name: 'Codes maken' }).click();
  await office.page.getByRole('img', { name: /QR-code van WIJK/ }).waitFor();
});

test('a client manager sees what is theirs, and nothing else', async () => {
  await office.open('people', Role.CLIENT_MANAGER);
  await office.heading('Dit hoort niet bij jouw account').waitFor();
  expect(await office.page.getByRole('navigation', { name: 'Menu' }).getByRole('link').allInnerTexts()).toEqual(['Verzuim', 'Rapporten']);
  expect(office.called('FindPeople')).toEqual([]);
});

test('a session that has ended leaves nothing on the screen', async () => {
  await office.open('people');
  await office.page.getByText('64 mensen').waitFor();
  office.server.world.me = null;
  await office.page.getByRole('link', { name: 'Groepen' }).click();
  await office.page.getByText('Je was een tijd weg.').waitFor();
  expect(await office.page.getByText('Verzonnen').count()).toBe(0);
});

test('on paper an attendance list has signatures and no rail', async () => {
  await office.open('timetable/5ec01420260310');
  await office.page.getByRole('table').waitFor();
  await office.page.emulateMedia({ media: 'print' });
  expect(await office.page.getByRole('columnheader', { name: 'Handtekening' }).isVisible()).toBe(true);
  expect(await office.page.getByRole('navigation', { name: 'Menu' }).isVisible()).toBe(false);
});
