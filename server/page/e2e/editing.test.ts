import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Role } from '../generated/wijkboek/v1/access_pb.ts';
import { people } from '../fake/people.ts';
import { useOfficePage } from './open.ts';

// What the office writes: people, groups, the timetable, rosters, who is who, and who looks into what.

const office = useOfficePage();
const dialog = () => office.page.getByRole('dialog');
const field = (label: string) => dialog().getByLabel(label, { exact: true });
const press = (name: string | RegExp) => dialog().getByRole('button', { name }).click();
const facts = () => office.called('ApplyFacts').map(({ request }) => (request as { facts?: Record<string, Record<string, unknown>[]> }).facts);

async function fillPerson() {
  await office.page.getByRole('button', { name: 'Nieuwe deelnemer' }).click();
  await field('Voornaam').fill('Nieuw');
  await field('Achternaam').fill('Bedacht');
  await field('Groep').selectOption({ label: 'Groep 15 (WLB Nieuw-West)' });
  await field('Centrum').selectOption({ label: 'Nieuw-West' });
  await field('Eerste dag').fill('2026-03-16');
}

test('a new participant is registered and enrolled by one call, and stands in the list', async () => {
  await office.open('people');
  await fillPerson();
  await field('Taal').selectOption({ label: 'Arabisch' });
  await dialog().getByRole('button', { name: 'Eigen tijd toevoegen' }).click();
  await field('Begin').fill('10:00');
  await field('Eind').fill('12:00');
  await press('Deelnemer opslaan');
  await dialog().waitFor({ state: 'detached' });
  await office.page.locator('main').getByText('Nieuw Bedacht is ingeschreven.').waitFor();
  await office.page.getByRole('link', { name: 'Nieuw Bedacht' }).waitFor();
  const [sent] = facts();
  const key = sent?.['participants']?.[0]?.['key'];
  expect(key).toMatch(/^page-/);
  expect(sent).toMatchObject({
    participants: [{ name: { given: 'Nieuw', family: 'Bedacht' }, language: 'ar' }],
    enrolments: [{ participant: key, cohort: '#c015', centre: '#ce02', firstDay: '2026-03-16', ownTimes: 'mon-fri 10:00-12:00' }],
  });
});

test('what does not fit stands at its field and above; nothing is lost, and no second press sends it twice', async () => {
  await office.open('people');
  await fillPerson();
  await field('Eerste dag').fill('2025-01-01');
  await field('Geboortedatum').fill('2099-01-01');
  await press('Deelnemer opslaan');
  const alert = dialog().getByRole('alert');
  await alert.getByText('Dit klopt nog niet (2 dingen):').waitFor();
  await expect.poll(() => alert.evaluate((one) => one === document.activeElement)).toBe(true);
  expect(await field('Geboortedatum').getAttribute('aria-invalid')).toBe('true');
  expect(await dialog().getByText('De groep begint pas op ma 5 jan 2026.').count()).toBe(2);
  expect(await field('Voornaam').inputValue()).toBe('Nieuw');
  // The list leads to the field.
  await alert.getByRole('button', { name: 'Eerste dag' }).click();
  await expect.poll(() => field('Eerste dag').evaluate((one) => one === document.activeElement)).toBe(true);
  await field('Eerste dag').fill('2026-03-16');
  await field('Geboortedatum').fill('1990-01-02');
  const keys = facts().map((one) => one?.['participants']?.[0]?.['key']);
  await dialog().getByRole('button', { name: 'Deelnemer opslaan' }).dblclick({ noWaitAfter: true });
  await dialog().waitFor({ state: 'detached' });
  expect(office.called('ApplyFacts')).toHaveLength(2);
  // One form is one person, however often it is sent.
  expect(facts()[1]?.['participants']?.[0]?.['key']).toBe(keys[0]);
});

test('what is missing is not sent at all', async () => {
  await office.open('people');
  await office.page.getByRole('button', { name: 'Nieuwe deelnemer' }).click();
  await press('Deelnemer opslaan');
  await dialog().getByRole('alert').getByText('Vul een voornaam of een achternaam in.').waitFor();
  expect(office.called('ApplyFacts')).toEqual([]);
});

test('a broken connection leaves the form as it was', async () => {
  await office.open('people');
  await fillPerson();
  office.server.gone = true;
  await press('Deelnemer opslaan');
  await dialog().getByText(/geen verbinding met de server/i).waitFor();
  office.server.gone = false;
  await press('Deelnemer opslaan');
  await dialog().waitFor({ state: 'detached' });
  expect(new Set(facts().map((one) => one?.['participants']?.[0]?.['key'])).size).toBe(1);
});

test('a person is changed by their id; the focus goes back to where it came from', async () => {
  await office.open(`people/${people[0]?.id}`);
  const opener = office.page.getByRole('button', { name: 'Veranderen', exact: true });
  await opener.click();
  expect(await field('Achternaam').inputValue()).toBe('Verzonnen');
  await field('Achternaam').fill('Verzonnen-Nieuw');
  await press('Opslaan');
  await office.heading('Amina Verzonnen-Nieuw').waitFor();
  expect(facts()[0]).toMatchObject({ participants: [{ key: `#${people[0]?.id}`, name: { given: 'Amina', family: 'Verzonnen-Nieuw' }, birthDate: '1988-05-17' }] });
  await expect.poll(() => opener.evaluate((one) => one === document.activeElement)).toBe(true);
});

test('whom only a kiosk knows is registered and joined', async () => {
  const one = people[63];
  await office.open(`people/${one?.id}`);
  expect(await office.page.getByRole('button', { name: 'Traject toevoegen' }).count()).toBe(0);
  await office.page.getByRole('button', { name: 'Inschrijven bij het kantoor' }).click();
  await press('Inschrijven en samenvoegen');
  await dialog().waitFor({ state: 'detached' });
  const key = facts()[0]?.['participants']?.[0]?.['key'];
  expect(office.called('GroupPeople')[0]?.request).toMatchObject({ people: [key, one?.id], as: 'AS_ONE', author: 'c0ac' });
});

test('an absence is reported until better', async () => {
  await office.open(`people/${people[0]?.id}`);
  await office.page.getByRole('button', { name: 'Afmelden' }).click();
  await field('Tot het weer gaat').check();
  await field('Eerste dag').fill('2026-03-11');
  await field('Reden').selectOption({ label: 'Ziek' });
  await press('Opslaan');
  await office.page.locator('main').getByText('Amina Verzonnen is afgemeld.').waitFor();
  expect(office.called('RecordExcuse')[0]?.request).toEqual({ participant: people[0]?.id, reason: 'ABSENCE_REASON_SICK', firstDay: '2026-03-11', untilBetter: true });
});

test('an exit is a step on the path, in the name of the account\'s coach', async () => {
  await office.open(`people/${people[0]?.id}`);
  await office.page.getByRole('button', { name: 'Stap toevoegen' }).click();
  await field('Stap').selectOption({ label: 'Uitstroom' });
  await press('Opslaan');
  await dialog().getByRole('alert').getByText('Vul dit nog in.').waitFor();
  await field('Dag').fill('2026-03-10');
  await field('Waarheen').selectOption({ label: 'Betaald werk' });
  await field('Toelichting').fill('Bij een bakker');
  await press('Opslaan');
  await office.page.getByRole('row', { name: /Uitstroom.*Betaald werk · Bij een bakker/ }).waitFor();
  expect(office.called('RecordPathStep')[0]?.request).toEqual({ participant: people[0]?.id, author: 'c0ac', step: { type: 'exit', day: '2026-03-10', code: 'paid_work', note: 'Bij een bakker' } });
});

test('a phase that there is not brings those that there are', async () => {
  await office.open(`people/${people[0]?.id}`);
  await office.page.getByRole('button', { name: 'Stap toevoegen' }).click();
  await field('Stap').selectOption({ label: 'Fase' });
  await field('Dag').fill('2026-03-10');
  await field('Fase').fill('Praktijk');
  await press('Opslaan');
  // What could be typed becomes a choice when the answer is there.
  await dialog().getByRole('combobox', { name: 'Fase', exact: true }).selectOption({ label: 'Stage' });
  await press('Opslaan');
  await dialog().waitFor({ state: 'detached' });
  expect(office.called('RecordPathStep')[1]?.request).toMatchObject({ step: { type: 'phase', code: 'Stage' } });
});

test('a holiday shows its sessions before they are called off together', async () => {
  await office.open('timetable?week=2026-03-09');
  await office.page.getByRole('button', { name: 'Vakantie of vrije dag' }).click();
  await field('Centrum').selectOption({ label: 'Noord' });
  await field('Eerste dag').fill('2026-03-12');
  await field('Laatste dag').fill('2026-03-13');
  await dialog().getByText('2 bijeenkomsten gaan niet door.').waitFor();
  expect(office.called('ApplyFacts')).toEqual([]);
  await press('Ja, 2 bijeenkomsten afzeggen');
  await office.page.locator('main').getByText('2 bijeenkomsten zijn afgezegd.').waitFor();
  expect(office.called('ApplyFacts').map(({ request }) => request)).toEqual([{ cancelledSessions: ['#5ec01420260312', '#5ec01420260313'] }]);
  await expect.poll(() => office.page.getByText('gaat niet door').count()).toBe(3);
});

test('a session is planned, moved and called off', async () => {
  await office.open('timetable?week=2026-03-09&cohort=c014');
  await office.page.getByRole('button', { name: 'Bijeenkomst plannen' }).click();
  await field('Naam van de bijeenkomst').fill('Uitje');
  await field('Centrum').selectOption({ label: 'Noord' });
  expect(await field('Groep 14').isChecked()).toBe(true);
  await field('Dag').fill('2026-03-14');
  await field('Begin').fill('12:00');
  await field('Eind').fill('10:00');
  await press('Opslaan');
  await dialog().getByRole('alert').getByText('Het eind moet na het begin komen.').waitFor();
  await field('Eind').fill('13:00');
  await press('Opslaan');
  await office.page.getByRole('button', { name: /Veranderen Uitje/ }).click();
  await field('Begin').fill('11:00');
  await press('Opslaan');
  await office.page.getByText('11:00–13:00').waitFor();
  expect(facts()[1]?.['sessions']?.[0]?.['key']).toMatch(/^#[0-9a-f]+$/);
  await office.page.getByRole('button', { name: /Veranderen Uitje/ }).click();
  await press('Deze bijeenkomst afzeggen');
  await press('Ja, afzeggen');
  await office.page.locator('main').getByText(/^Afgezegd: Uitje/).waitFor();
});

test('weekly sessions are counted before they are planned, and counted anew when something changes', async () => {
  await office.open('timetable?week=2026-03-09');
  await office.page.getByRole('button', { name: 'Elke week' }).click();
  await field('Centrum').selectOption({ label: 'Noord' });
  for (const name of ['Groep 14', 'maandag', 'woensdag']) await field(name).check();
  await field('Begin').fill('09:00');
  await field('Eind').fill('12:00');
  await field('Eerste dag').fill('2026-04-01');
  await field('Laatste dag').fill('2026-04-30');
  await press('Tel de bijeenkomsten');
  await dialog().getByText('Dit worden 9 bijeenkomsten.').waitFor();
  await field('woensdag').uncheck();
  await press('Tel de bijeenkomsten');
  await press('4 bijeenkomsten plannen');
  await office.page.locator('main').getByText('4 bijeenkomsten zijn gepland.').waitFor();
  const sent = office.called('ImportRosterFiles').map(({ request }) => request as { options?: { dryRun?: boolean }; files: { file: string; content: string }[] });
  expect(sent.map(({ options }) => options?.dryRun ?? false)).toEqual([true, true, false]);
  expect(atob(sent[2]?.files[0]?.content ?? '')).toMatch(/^key,centre,cohorts,title,weekdays,start,end,first_day,last_day\r\nrooster-[^,]+,#ce01,#c014,,mon,09:00,12:00,2026-04-01,2026-04-30\r\n$/);
});

test('a roster with errors is not imported; one that fits is, after it was looked at', async () => {
  await office.open('roster');
  const choose = (name: string, text: string) => office.page.getByLabel('Bestanden').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
  await choose('mensen.csv', 'key');
  await office.page.getByText('Deze horen niet bij een rooster: mensen.csv.').waitFor();
  expect(await office.page.getByRole('button', { name: 'Nakijken' }).isDisabled()).toBe(true);
  await choose('people.csv', 'key,given,birth_date\np-1,Amina,31-05-1990\n');
  await office.page.getByRole('button', { name: 'Nakijken' }).click();
  await office.page.getByRole('row', { name: /people\.csv 2 birth_date "31-05-1990" is geen dag/ }).waitFor();
  expect(await office.page.getByRole('button', { name: 'Importeren' }).count()).toBe(0);
  await choose('badges.csv', 'person,type\np-1,qr\n');
  await office.page.getByRole('button', { name: 'Nakijken' }).click();
  await office.page.getByRole('heading', { name: 'Wat het wordt' }).waitFor();
  expect(office.server.world.imported).toBe(0);
  await office.page.getByRole('button', { name: 'Importeren' }).click();
  await office.page.getByRole('heading', { name: 'Wat is ingelezen' }).waitFor();
  expect(office.server.world.imported).toBe(1);
  const download = office.page.waitForEvent('download');
  await office.page.getByRole('button', { name: 'Passen downloaden (CSV)' }).click();
  expect(readFileSync(await (await download).path(), 'utf8')).toBe('person,text,number\r\np-001,WBK7Q2M9XH4T6RVB8NW3C5JPLD2F,202-752-058\r\n');
});

test('suggestions are joined, or never come back; what was joined is separated', async () => {
  await office.open('same');
  await office.page.getByRole('button', { name: /^Samenvoegen Bilal/ }).click();
  expect(office.called('GroupPeople')).toEqual([]);
  await press('Samenvoegen');
  await office.page.getByRole('button', { name: /^Uit elkaar halen Bilal/ }).waitFor();
  await office.page.getByRole('button', { name: /^Niet dezelfde Marta/ }).click();
  await press('Niet dezelfde');
  await office.page.getByText('Er zijn geen dubbele inschrijvingen gevonden.').waitFor();
  await office.page.getByRole('button', { name: /^Uit elkaar halen Bilal/ }).click();
  await press('Uit elkaar halen');
  await office.page.getByRole('button', { name: /Uit elkaar halen Bilal/ }).waitFor({ state: 'detached' });
  expect(office.called('GroupPeople').map(({ request }) => (request as { as: string }).as)).toEqual(['AS_ONE', 'AS_DIFFERENT', 'AS_SEPARATE']);
});

test('two people who were never suggested are found and joined', async () => {
  await office.open('same');
  await office.page.getByRole('button', { name: 'Anderen samenvoegen' }).click();
  await press('Samenvoegen');
  await dialog().getByText('Kies er minstens twee.').first().waitFor();
  for (const name of ['Leyla Verzonnen', 'Yusuf Verzonnen']) {
    await field('Zoek op naam').fill(name);
    await dialog().getByRole('button', { name, exact: true }).click();
  }
  await press('Samenvoegen');
  await office.page.locator('main').getByText('Samengevoegd: Leyla Verzonnen, Yusuf Verzonnen.').waitFor();
});

test('work is given to a coach, several at once; mine can be seen alone', async () => {
  await office.open('discrepancies');
  await office.page.getByRole('checkbox', { name: /Niet uitgecheckt/ }).check();
  await office.page.getByRole('checkbox', { name: /Onbekende pas/ }).check();
  await office.page.getByLabel('Wie zoekt het uit').selectOption({ label: 'Sanne Verzonnen' });
  await office.page.getByRole('button', { name: '2 toewijzen' }).click();
  await office.page.locator('main').getByText('2 toegewezen aan Sanne Verzonnen.').waitFor();
  expect(office.called('AssignWork')[0]?.request).toEqual({ items: ['3f9a12bc77e0', '7f33aa37b2d0'], coach: 'c0ac' });
  await office.page.getByLabel('Alleen wat van mij is').check();
  await office.page.getByText('2 om uit te zoeken').waitFor();
  await office.page.getByRole('link', { name: 'Verzuim' }).click();
  await office.page.getByRole('checkbox', { name: /Kies alles/ }).check();
  await office.page.getByLabel('Wie zoekt het uit').selectOption({ label: 'Coach Bedacht' });
  await office.page.getByRole('button', { name: '4 toewijzen' }).click();
  await expect.poll(() => office.page.getByText('Bij Coach Bedacht').count()).toBe(4);
});

test('badges of a group are counted, made and downloaded; a lost one is replaced', async () => {
  await office.open('people?cohort=c014');
  await office.page.getByRole('button', { name: 'Passen afdrukken' }).click();
  await dialog().getByText(/22 deelnemers\. Er komen 8 nieuwe passen bij\. 14 passen waren er al/).waitFor();
  const download = office.page.waitForEvent('download');
  await press('Passen maken en downloaden');
  expect((await download).suggestedFilename()).toBe('passen.pdf');
  await dialog().waitFor({ state: 'detached' });
  await office.page.getByRole('link', { name: 'Amina Verzonnen', exact: true }).click();
  await office.page.getByRole('button', { name: 'Pas', exact: true }).click();
  await field('De pas is kwijt').check();
  await dialog().getByText('Er komt 1 nieuwe pas bij.').waitFor();
  await press('Passen maken en downloaden');
  await expect.poll(() => office.called('MakeBadgeSheet').at(-1)?.request).toEqual({ people: [people[0]?.id], replace: true });
});

test('a group and a resident are changed as they stand on record', async () => {
  await office.open('groups');
  await office.page.getByRole('button', { name: 'Veranderen Groep 14' }).click();
  await field('Laatste dag').fill('2026-07-17');
  await press('Opslaan');
  await office.page.locator('main').getByText('Opgeslagen: Groep 14.').waitFor();
  expect(facts()[0]).toEqual({ cohorts: [{ key: '#c014', name: 'Groep 14', firstDay: '2025-09-01', lastDay: '2026-07-17', programme: '#d001' }] });
  await office.page.getByRole('link', { name: 'Bewoners' }).click();
  await office.page.getByRole('button', { name: /Veranderen Meneer Bakker/ }).click();
  expect(await field('Woont samen met').locator('option:checked').innerText()).toBe('Mevrouw De Wit-Verzonnen');
  await field('Woont samen met').selectOption({ label: 'Alleen, of met niemand van deze lijst' });
  await press('Opslaan');
  await dialog().waitFor({ state: 'detached' });
  expect(facts()[1]?.['residents']?.[0]).toEqual({ key: '#be02', name: { given: 'Meneer', family: 'Bakker-Verzonnen' }, household: expect.stringMatching(/^page-/) as string, centre: '#ce02' });
});

test('whoever may not write sees no button for it', async () => {
  await office.open(`people/${people[0]?.id}`, Role.AUDITOR);
  await office.heading('Amina Verzonnen').waitFor();
  expect(await office.page.getByRole('button', { name: /Veranderen|Afmelden|Stap toevoegen|Traject toevoegen|Pas$/ }).count()).toBe(0);
  await office.page.getByRole('link', { name: 'Rooster' }).click();
  await office.heading(/Week van/).waitFor();
  expect(await office.page.getByRole('button', { name: /plannen|Elke week|Vakantie|Veranderen/ }).count()).toBe(0);
});

test('the row that was changed keeps the focus; a group that went from the list leaves it at the heading', async () => {
  await office.open('timetable?week=2026-03-09&cohort=c014');
  const change = office.page.getByRole('button', { name: /Veranderen Taal ma 9 mrt/ });
  await change.click();
  await press('Deze bijeenkomst afzeggen');
  await press('Toch niet');
  await expect.poll(() => change.evaluate((one) => one === document.activeElement)).toBe(true);
  await office.page.getByRole('link', { name: 'Dubbelen' }).click();
  await office.page.getByRole('button', { name: /^Niet dezelfde Marta/ }).click();
  await press('Niet dezelfde');
  await dialog().waitFor({ state: 'detached' });
  await expect.poll(() => office.page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
});
