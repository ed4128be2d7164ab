import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { useRealOffice } from './real-office.ts';

// A month of a programme run from the page, at the real server: a group and its timetable, people, excuses, steps of their paths, badges;
// and at its end the report for the European Social Fund, as a file and filed.

const real = useRealOffice(Date.UTC(2026, 4, 1, 7));
const facts = {
  programmes: [{ key: 'care', name: 'Leren in de zorg', target_hours: 240 }],
  centres: [{ key: 'north', name: 'Noord', municipality: 'GM0363', opening_hours: 'mon-fri 08:00-18:00' }],
  coaches: [{ key: 'c-1', name: { given: 'Els', family: 'Verzonnen' }, duty: 'coordinator' }],
};

const dialog = () => real.page.getByRole('dialog');
const field = (label: string) => dialog().getByLabel(label, { exact: true });
const open = (name: string | RegExp) => real.page.locator('main').getByRole('button', { name }).first().click();
const press = (name: string | RegExp) => dialog().getByRole('button', { name }).click();
const said = (text: string | RegExp) => real.page.locator('main').getByText(text).first().waitFor();
// A new address alone does not load the page anew: nothing of the screen before it stays.
async function go(hash: string) {
  await real.page.goto(`${real.address()}#/${hash}`);
}

async function enrol(given: string): Promise<string> {
  await go('people');
  await open('Nieuwe deelnemer');
  await field('Voornaam').fill(given);
  await field('Achternaam').fill('Fictief');
  await field('Groep').selectOption({ label: 'Groep Mei (Leren in de zorg)' });
  await field('Centrum').selectOption({ label: 'Noord' });
  await field('Eerste dag').fill('2026-05-04');
  await press('Deelnemer opslaan');
  await said(`${given} Fictief is ingeschreven.`);
  await real.page.getByRole('link', { name: `${given} Fictief` }).click();
  await real.page.getByRole('heading', { level: 1, name: `${given} Fictief` }).waitFor();
  return /people\/([0-9a-f]{32})/.exec(real.page.url())?.[1] ?? '';
}

async function step(person: string, kind: string, day: string, fill: () => Promise<void>) {
  await go(`people/${person}`);
  await open('Stap toevoegen');
  await field('Stap').selectOption({ label: kind });
  await field('Dag').fill(day);
  await fill();
  await press('Opslaan');
  await dialog().waitFor({ state: 'detached' });
}
const answers = (person: string, moment: string, day: string, given: Readonly<Record<string, string>>) =>
  step(person, 'Antwoorden voor het ESF', day, async () => {
    await field('Moment').selectOption({ label: moment });
    for (const [question, answer] of Object.entries(given)) await field(question).selectOption({ label: answer });
  });

test('a month is run and its ESF report filed, from the page alone', async () => {
  const { page } = real;
  await real.office('office', 'apply', real.file('facts.json', JSON.stringify(facts)));
  const once = await real.office('account', 'make', 'els', '--role', 'office', '--who', 'Els Verzonnen', '--coach', 'c-1');
  await page.goto(real.address());
  await real.setUp('els', once);

  // A group, its weeks, and a day off.
  await go('groups');
  await open('Nieuwe groep');
  await field('Naam').fill('Groep Mei');
  await field('Programma').selectOption({ label: 'Leren in de zorg' });
  await field('Eerste dag').fill('2026-05-04');
  await press('Opslaan');
  await page.getByRole('rowheader', { name: /Groep Mei/ }).or(page.getByText('Groep Mei')).first().waitFor();
  await go('timetable?week=2026-05-04');
  await open('Elke week');
  await field('Naam van de bijeenkomst').fill('Taal');
  await field('Centrum').selectOption({ label: 'Noord' });
  for (const name of ['Groep Mei', 'maandag', 'woensdag']) await field(name).check();
  await field('Begin').fill('09:00');
  await field('Eind').fill('12:00');
  await field('Eerste dag').fill('2026-05-04');
  await field('Laatste dag').fill('2026-05-31');
  await press('Tel de bijeenkomsten');
  await press('8 bijeenkomsten plannen');
  await said('8 bijeenkomsten zijn gepland.');
  await open('Vakantie of vrije dag');
  await field('Eerste dag').fill('2026-05-25');
  await field('Laatste dag').fill('2026-05-25');
  await press('Ja, 1 bijeenkomst afzeggen');
  await said('1 bijeenkomst is afgezegd.');

  // Two people; one of them is ill for a day, and reports it.
  const joy = await enrol('Joy');
  const sam = await enrol('Sam');
  expect(new Set([joy, sam, '']).size).toBe(3);
  await open('Afmelden');
  await field('Reden').selectOption({ label: 'Ziek' });
  await field('Eerste dag').fill('2026-05-11');
  await field('Laatste dag').fill('2026-05-11');
  await press(/Afmelden|Opslaan/);
  await said('Sam Fictief is afgemeld.');

  // Badges for both.
  await go('people');
  await page.getByLabel('Groep').selectOption({ label: 'Groep Mei' });
  await open('Passen afdrukken');
  const sheet = page.waitForEvent('download');
  await press('Passen maken en downloaden');
  expect(readFileSync(await (await sheet).path()).subarray(0, 5).toString()).toBe('%PDF-');
  await page.keyboard.press('Escape');

  // The month goes by. What was there comes from the centre.
  real.clock.set(Date.UTC(2026, 5, 1, 7));
  const days = ['04', '06', '11', '13', '18', '20', '27'];
  const presences = [joy, sam].flatMap((person, p) =>
    days.filter((day) => p === 0 || !['11', '13'].includes(day)).map((day) => `presence,2026-05-${day} 09:00,2026-05-${day} 12:00,#${person},north\n`),
  );
  await real.office('import', 'history', real.file('history.csv', `kind,start,end,person,centre\n${presences.join('')}`));

  await answers(joy, 'Bij het begin', '2026-05-04', { Geslacht: 'Vrouw', 'Werkloos, niet-actief of aan het werk': 'Werkloos' });
  await answers(sam, 'Bij het begin', '2026-05-04', { Geslacht: 'Man', 'Werkloos, niet-actief of aan het werk': 'Niet-actief' });
  await step(joy, 'Uitstroom', '2026-05-29', async () => {
    await field('Waarheen').selectOption({ label: 'Betaald werk' });
  });
  await answers(joy, 'Bij het vertrek', '2026-05-29', { 'Werkloos, niet-actief of aan het werk': 'Aan het werk' });

  // What the office sees of it.
  await go('reports?report=attendance-person&from=2026-05-01&until=2026-05-31');
  await page.getByRole('row', { name: /Joy Fictief/ }).waitFor();
  const cells = async (name: string) => {
    const heads = await page.getByRole('columnheader').allInnerTexts();
    const values = await page.getByRole('row', { name: new RegExp(name) }).locator('th, td').allInnerTexts();
    return Object.fromEntries(heads.map((head, i) => [head.trim(), values[i]?.trim()]));
  };
  expect(await cells('Joy Fictief')).toMatchObject({ Verwacht: '7', Aanwezig: '7' });
  expect(await cells('Sam Fictief')).toMatchObject({ Verwacht: '7', Aanwezig: '5', Afgemeld: '1' });

  // The report for the fund: two began, a woman unemployed, a man inactive; one left, into work.
  const programme = await page.evaluate(() => [...document.querySelectorAll('option')].find((one) => one.textContent?.trim() === 'Leren in de zorg')?.value ?? '');
  expect(programme).toMatch(/^[0-9a-f]{32}$/);
  await go(`reports?report=indicators-esf-plus&from=2026-05-01&until=2026-05-31&programme=${programme}`);
  await page.getByRole('row', { name: /EECO02/ }).waitFor();
  const row = async (code: string) => (await page.getByRole('row', { name: new RegExp(code) }).locator('th, td').allInnerTexts()).map((cell) => cell.trim());
  // Number, women, men, other, not known; of how many, per cent, and whose answer is missing.
  expect(await row('EECO02')).toEqual(['EECO02', 'werkloos, ook langdurig', '1', '1', '0', '0', '0', '2', '50.0', '0']);
  expect(await row('EECO04')).toEqual(['EECO04', 'niet-actief', '1', '0', '1', '0', '0', '2', '50.0', '0']);
  expect(await row('EECR04')).toEqual(['EECR04', 'aan het werk bij vertrek', '1', '1', '0', '0', '0', '1', '100.0', '0']);
  // What the figures rest on is said in the page's language, and nothing of it in another one.
  const print = page.locator('main ul[lang=nl]');
  await print.getByText(/^peildatum .*; deelnemers: iedereen/).waitFor();
  expect(await print.innerText()).not.toMatch(/\b(the|of|participants?|known|kiosks?)\b.*\b(the|of|is|are|were)\b/);
  const workbook = page.waitForEvent('download');
  await page.getByRole('button', { name: /^XLSX/ }).click();
  const file = await workbook;
  expect(file.suggestedFilename()).toBe('indicators-esf-plus-2026-05-01-2026-05-31.xlsx');
  expect(readFileSync(await file.path()).subarray(0, 2).toString()).toBe('PK');

  await page.getByRole('button', { name: 'Indienen' }).first().click();
  await field('Naam').fill('ESF mei 2026');
  await press('Indienen');
  await page.getByText('ESF mei 2026').first().waitFor();
  await page.getByText('hetzelfde').first().waitFor();
}, 120_000);
