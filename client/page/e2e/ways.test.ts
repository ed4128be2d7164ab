import { describe, expect, test } from 'vitest';
import { amina, samira } from './fake-daemon.ts';
import { useStage } from './harness.ts';

// The ways of several screens, each to what is on disk at its end.
const stage = useStage();
const { swipe, press, sees, welcome } = stage;

const greet = async () => {
  await swipe(samira.badge);
  await sees('Dag Samira');
};

describe('help', () => {
  test('given: who, what, how long, saved', async () => {
    await greet();
    await press('Elkaar helpen');
    await press('Ik hielp iemand');
    await press('Amina');
    await press('Koken');
    await press(/30 minuten/);
    await sees('Je hulp is opgeslagen');
    expect(stage.saved).toMatchObject([
      {
        method: 'LogBuddyHelp',
        request: { helper: { ticket: 't1' }, helped: { person: amina.person }, side: 'HELP_SIDE_HELPER', minutes: 30, subject: 'kitchen' },
      },
    ]);
  });
  test('received: the other one helped, and it is said by whoever was helped', async () => {
    await greet();
    await press('Elkaar helpen');
    await press('Iemand hielp mij');
    await press('Amina');
    await press('Rekenen');
    await press(/1 uur/);
    await sees('Je hulp is opgeslagen');
    expect(stage.saved).toMatchObject([
      { request: { helper: { person: amina.person }, helped: { ticket: 't1' }, side: 'HELP_SIDE_HELPED', minutes: 60, subject: 'arithmetic' } },
    ]);
  });
  const written = { event: 'h1', other: amina.person, iHelped: true, subject: 'language', minutes: 45, day: '2026-03-02' };
  test('that did not happen is said so', async () => {
    stage.daemon.world.help = [written];
    await greet();
    await press('Elkaar helpen');
    await press('Dat is niet gebeurd');
    await press(/Amina zegt/);
    await sees('Je coach kijkt ernaar');
    expect(stage.saved).toMatchObject([{ method: 'DenyHelp', request: { who: { ticket: 't1' }, event: 'h1' } }]);
  });
});

describe('a visit', () => {
  const today = () => stage.page.locator('main button').first().click();
  const whole = async () => {
    await press('Het is gelukt');
    await press('Boodschappen');
    await press('Verder');
  };

  test('begins now', async () => {
    await greet();
    await press('Huisbezoek');
    // Thursday's is not one to go to today.
    expect(await stage.page.locator('main button').count()).toBe(1);
    await today();
    await press('Ik ga nu');
    await sees('Je bezoek begint');
    expect(stage.saved).toMatchObject([{ method: 'StartVisit', request: { participants: [{ ticket: 't1' }], residents: ['r1r1'], visit: 'v1' } }]);
  });

  test('that is open is asked about at once; signed by the resident, with help in return, and undone as one', async () => {
    Object.assign(stage.daemon.world.visits[0] ?? {}, { open: true, start: '09:30', end: '' });
    await swipe(samira.badge);
    await sees('Hoe laat was je klaar?');
    await press('Eerder klaar');
    await press(/Om 10:30/);
    await whole();
    await press('De bewoner tekent');
    await stage.signature();
    await press('Klaar');
    await press('Nederlands');
    await press(/15 minuten/);
    await sees('Je bezoek is klaar');
    expect(stage.methods).toEqual(['EndVisit', 'ConfirmVisit', 'LogBuddyHelp']);
    const [end, confirmed, help] = stage.saved;
    expect(end?.request).toMatchObject({ visit: 'v1', end: '2026-03-03T10:30', outcome: 'VISIT_OUTCOME_DONE', tasks: ['VISIT_TASK_SHOPPING'] });
    const png = Buffer.from(String(confirmed?.request['signature']), 'base64');
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect(png.length).toBeGreaterThan(1000);
    expect(png.length).toBeLessThan(100_000);
    expect(confirmed?.request['event']).toBe('e1');
    expect(help?.request).toMatchObject({ helper: { person: 'r1r1' }, helped: { ticket: 't1' }, side: 'HELP_SIDE_HELPED', minutes: 15, subject: 'language' });
    await press(/Toch niet/);
    await sees('Het is weggehaald');
    expect(stage.called('Undo').map(({ event }) => event)).toEqual(['e3', 'e2', 'e1']);
  });

  test('with an open end can be left for later', async () => {
    Object.assign(stage.daemon.world.visits[0] ?? {}, { open: true, start: '09:30', end: '' });
    await swipe(samira.badge);
    await press('Terug');
    await sees('Je bent op bezoek sinds 09:30');
    expect(stage.saved).toEqual([]);
  });

  test("that was earlier is picked by the resident's card, and confirmed by it; another's card is not taken", async () => {
    await greet();
    await press('Huisbezoek');
    await swipe('CARD-OF-R1');
    await press('Ik ben al geweest');
    await press(/^Om /);
    await press(/^Om /);
    await whole();
    await press('De kaart van de bewoner');
    await swipe('CARD-OF-R3');
    await sees('Dit is een andere kaart');
    await swipe(samira.badge);
    await sees('Dit is een andere kaart');
    await swipe('CARD-OF-R1');
    await press('Vandaag niet');
    await sees('Je bezoek is klaar');
    expect(stage.methods).toEqual(['LogVisit', 'ConfirmVisit']);
    expect(stage.saved[0]?.request).toMatchObject({ visit: 'v1', residents: ['r1r1'], end: expect.stringMatching(/^2026-03-03T/) });
    expect(stage.saved[1]?.request).toMatchObject({ event: 'e1', card: 'CARD-OF-R1' });
  });

  test('to a resident whom nobody planned goes by their card alone', async () => {
    await greet();
    await press('Huisbezoek');
    await swipe('CARD-OF-R3');
    await press('Ik ga nu');
    await sees('Je bezoek begint');
    expect(stage.saved[0]?.request).toMatchObject({ residents: ['r3r3'] });
    expect(stage.saved[0]?.request['visit'] ?? '').toBe('');
  });

  test('while whom is asked, somebody else may come with a badge', async () => {
    await greet();
    await press('Huisbezoek');
    await swipe(amina.badge);
    await sees('أهلًا Amina');
  });

  test('is confirmed by who cares for the resident, typed on the screen', async () => {
    Object.assign(stage.daemon.world.visits[0] ?? {}, { open: true, start: '09:30', end: '' });
    await swipe(samira.badge);
    await press('Nu klaar');
    await whole();
    await press('Iemand die voor de bewoner zorgt');
    for (const letter of 'JAN') await stage.page.getByRole('button', { name: letter, exact: true }).click();
    await press('Klaar');
    await press('Vandaag niet');
    await sees('Je bezoek is klaar');
    expect(stage.saved[1]).toMatchObject({ method: 'ConfirmVisit', request: { carer: 'Jan' } });
  });

  test('that worries says whom to phone; a worry is not lost with whoever goes away', async () => {
    Object.assign(stage.daemon.world.visits[0] ?? {}, { open: true, start: '09:30', end: '' });
    await swipe(samira.badge);
    await press('Nu klaar');
    await press('Ik maak me zorgen');
    await sees('06 00 00 00 00');
    expect(stage.called('WhomToPhone')).toEqual([{ ticket: 't1', resident: 'r1r1' }]);
    await swipe(amina.badge);
    await sees('Amina');
    expect(stage.saved).toMatchObject([{ method: 'EndVisit', request: { visit: 'v1', outcome: 'VISIT_OUTCOME_WORRIED' } }]);
  });

  test('where nobody was at home asks for nothing more', async () => {
    Object.assign(stage.daemon.world.visits[0] ?? {}, { open: true, start: '09:30', end: '' });
    await swipe(samira.badge);
    await press('Nu klaar');
    await press('Niemand thuis');
    await sees('Je bezoek is klaar');
    expect(stage.methods).toEqual(['EndVisit']);
  });

  test('is saved whatever becomes of its confirmation, and a coach is told', async () => {
    Object.assign(stage.daemon.world.visits[0] ?? {}, { open: true, start: '09:30', end: '' });
    stage.daemon.fails = { how: { status: 503, code: 'unavailable' }, methods: ['ConfirmVisit'] };
    await swipe(samira.badge);
    await press('Nu klaar');
    await whole();
    await press('De kaart van de bewoner');
    await swipe('CARD-OF-R1');
    await press('Vandaag niet');
    await sees('Ga nog even naar je coach');
    expect(stage.methods).toEqual(['EndVisit']);
  });
});

describe('a forgotten check-out', () => {
  test('is asked once, kindly, and is never leaving today', async () => {
    stage.daemon.world.forgotten.set(samira.person, { day: '2026-03-02', since: '09:05', until: '16:00' });
    await swipe(samira.badge);
    await sees('Hoe laat ging je weg?');
    await stage.page.getByRole('button', { name: 'Eerder, 15 minuten' }).click();
    await press('Om 15:45');
    await sees('Dag Samira');
    await sees('Je coach kijkt ernaar');
    expect(stage.saved).toMatchObject([{ method: 'CheckOut', request: { who: { ticket: 't1' }, leftAt: '2026-03-02T15:45' } }]);
    await press('Ik ben er');
    await sees('Fijn dat je er bent');
  });
  test('that nobody remembers is left alone', async () => {
    stage.daemon.world.forgotten.set(samira.person, { day: '2026-03-02', since: '09:05', until: '16:00' });
    await swipe(samira.badge);
    await press('Ik weet het niet');
    await sees('Dag Samira');
    expect(stage.saved).toEqual([]);
  });
});

describe("can't come", () => {
  test('on days apart, and until better', async () => {
    await greet();
    await press('Ik kan niet komen');
    await press('Een andere dag');
    // Nothing is planned on Wednesday.
    expect(await stage.page.getByRole('button', { name: /woensdag/ }).first().isDisabled()).toBe(true);
    await press(/donderdag/);
    await press(/maandag/);
    await press('Verder');
    await press('Ziek');
    await sees('We weten dat je niet komt');
    expect(stage.saved).toMatchObject([
      { method: 'Excuse', request: { firstDay: '2026-03-05', lastDay: '2026-03-05', reason: 'ABSENCE_REASON_SICK' } },
      { method: 'Excuse', request: { firstDay: '2026-03-09', lastDay: '2026-03-09', reason: 'ABSENCE_REASON_SICK' } },
    ]);
    await stage.page.locator('.card').click();
    await welcome();
    await greet();
    await press('Ik kan niet komen');
    await press('Tot ik beter ben');
    await sees('We weten dat je niet komt');
    expect(stage.saved[2]?.request).toMatchObject({ untilBetter: true });
  });
});

describe('my page', () => {
  test('shows hours, the week and what is next; a day is contested with a picture', async () => {
    await greet();
    await press('Mijn pagina');
    await sees('Je kwam later');
    await sees('Koken en rekenen');
    await press('Dat klopt niet');
    // Last week's day, on which nobody saw them.
    await stage.page.getByRole('button', { name: /donderdag/ }).first().click();
    await press('Ik was op bezoek');
    await press('Naar je coach');
    await sees('Je coach kijkt ernaar');
    expect(stage.saved).toMatchObject([{ method: 'ContestAttendance', request: { day: '2026-02-26', reason: 'was_on_visit' } }]);
  });
  test('offers no microphone where there is none', async () => {
    await greet();
    await press('Mijn pagina');
    await press('Dat klopt niet');
    await press(/maandag/);
    await sees('Ik was ziek');
    expect(await stage.page.getByRole('button', { name: 'Spreek het in' }).count()).toBe(0);
  });
});
