import { describe, expect, test } from 'vitest';
import { coach, samira } from './fake-daemon.ts';
import { useStage } from './harness.ts';

// What can be the matter. Each has a calm screen, and none says "saved" when it is not.
const stage = useStage();
const { swipe, press, sees, welcome } = stage;

const come = async () => {
  await swipe(samira.badge);
  await sees('Dag Samira');
};
const neverSaved = async () => expect(await stage.page.getByText('Opgeslagen', { exact: true }).count()).toBe(0);
const alarming = /\b(fout|mislukt|ongeldig)\b/i;

describe('a call that fails', () => {
  test.each([
    [{ status: 429, code: 'resource_exhausted' }, 'De kiosk is vol'],
    [{ status: 503, code: 'unavailable' }, 'Een ogenblik'],
    [{ status: 400, code: 'failed_precondition' }, 'Ga even naar je coach'],
    [{ status: 401, code: 'unauthenticated' }, 'Houd je pas nog een keer hier'],
    ['dies', 'Houd je pas nog een keer hier'],
  ] as const)('is never called saved: %o', async (how, words) => {
    await come();
    stage.daemon.fails = { how, methods: ['CheckIn'] };
    await press('Ik ben er');
    await sees(words);
    await neverSaved();
    expect(await stage.page.locator('body').innerText()).not.toMatch(alarming);
    expect(await stage.page.content()).not.toContain('Samira');
  });

  // A browser itself sends a call again whose connection was cut: the ticket, which is over then, keeps it from being saved twice.
  test('without an answer is saved once; the next greeting shows what became of it', async () => {
    await come();
    stage.daemon.fails = { how: 'dies', methods: ['CheckIn'] };
    await press('Ik ben er');
    await sees('Houd je pas nog een keer hier');
    stage.daemon.fails = null;
    await swipe(samira.badge);
    await sees('Je bent er sinds 10:40');
    expect(stage.methods).toEqual(['CheckIn']);
  });

  test('that nobody answers is given up after ten seconds, and is not sent again either', async () => {
    await come();
    stage.daemon.fails = { how: 'silent', methods: ['CheckIn'] };
    await press('Ik ben er');
    await stage.page.getByText('Houd je pas nog een keer hier').waitFor({ timeout: 15_000 });
    await neverSaved();
    expect(stage.called('CheckIn')).toHaveLength(1);
    await stage.page.getByText('Houd je pas hier').waitFor({ timeout: 20_000 });
    expect(stage.called('CheckIn')).toHaveLength(1);
  });

  test('in the middle of several days takes back those before it', async () => {
    await come();
    await press('Ik kan niet komen');
    await press('Een andere dag');
    await press(/donderdag/);
    await press(/maandag/);
    await press('Verder');
    stage.daemon.fails = { how: { status: 429, code: 'resource_exhausted' }, methods: ['Excuse'], after: 1 };
    await press('Ziek');
    await sees('De kiosk is vol');
    expect(stage.saved).toMatchObject([{ method: 'Excuse', undone: true, request: { firstDay: '2026-03-05' } }, { method: 'Undo' }]);
  });
});

describe('a ticket that is over', () => {
  test('leads back to welcome, calmly', async () => {
    await come();
    stage.daemon.world.ticket = null;
    await press('Mijn pagina');
    await welcome();
    expect(await stage.page.content()).not.toContain('Samira');
  });
});

describe('the kiosk itself', () => {
  test('that restarts says so on the welcome screen, and welcomes again by itself', async () => {
    stage.daemon.fails = { how: 'dies' };
    await swipe(samira.badge);
    await sees('Een ogenblik');
    stage.daemon.fails = null;
    await stage.page.getByText('Houd je pas hier').waitFor({ timeout: 20_000 });
  });
  test('whose disk is full says so before anybody says anything', async () => {
    stage.daemon.world.trouble = 'the disk is full';
    await stage.page.reload();
    await sees('De kiosk is vol');
    expect(await stage.page.locator('body').innerText()).not.toMatch(/disk/);
    stage.daemon.world.trouble = '';
    await press('Probeer opnieuw');
    await welcome();
  });
  test('whose clock is uncertain says that one can go on, and shows no time', async () => {
    stage.daemon.world.clockUncertain = true;
    await stage.page.reload();
    await sees('De klok loopt niet goed');
    await press('Ga door');
    await welcome();
    await sees('De tijd komt later goed');
    expect(await stage.page.getByText('10:40').count()).toBe(0);
    await come();
  });
  test('shows the time of the centre and not of the browser', async () => {
    await sees('10:40');
  });
});

describe('a page that is loaded anew', () => {
  test('in the middle of a way has saved nothing, and keeps nothing', async () => {
    await come();
    await press('Elkaar helpen');
    await press('Ik hielp iemand');
    await press('Amina');
    await stage.page.reload();
    await welcome();
    expect(stage.saved).toEqual([]);
    expect(await stage.page.content()).not.toContain('Samira');
  });
  test('right after a tap has saved it once', async () => {
    await come();
    await press('Ik ben er');
    await sees('Opgeslagen');
    await stage.page.reload();
    await welcome();
    expect(stage.methods).toEqual(['CheckIn']);
    await swipe(samira.badge);
    await sees('Je bent er sinds 10:40');
  });
});

describe('practice', () => {
  const enter = async () => {
    await swipe(coach.badge);
    await sees('Typ je pincode');
    expect(stage.daemon.world.ticket).toBeNull();
    for (const digit of coach.pin) await press(digit);
    await press('Klaar');
  };
  test("a coach's badge asks for their PIN, and a wrong one opens nothing", async () => {
    await swipe(coach.badge);
    await sees('Typ je pincode');
    for (const digit of '1111') await press(digit);
    await press('Klaar');
    await sees('Deze code ken ik niet');
    expect(stage.daemon.world.ticket).toBeNull();
    await press('Terug');
    await welcome();
    // The badge is forgotten with it.
    await press('Pincode');
    for (const digit of coach.pin) await press(digit);
    await press('Klaar');
    expect(stage.called('Greet').at(-1)).toEqual({ who: { pin: coach.pin } });
  });
  test('is marked on every screen, never counts, and ends by a press', async () => {
    await enter();
    await press('Kiosk');
    await press('Oefenen');
    await welcome();
    await expect.poll(() => stage.daemon.world.ticket).toBeNull();
    await press('Geen pas vandaag');
    await sees('Oefenen: dit telt niet');
    await press('Boot');
    await sees('Oefenen: dit telt niet');
    await stage.page.locator('.card').click();
    await swipe(samira.badge);
    await sees('Oefenen: dit telt niet');
    await press('Ik ben er');
    await sees('Fijn dat je er bent');
    expect(stage.saved.map(({ practice }) => practice)).toEqual([true, true]);
    await press(/Oefenen/);
    await welcome();
    expect(await stage.page.getByText('Oefenen: dit telt niet').count()).toBe(0);
    await come();
    await press('Ik ben er');
    await sees('Fijn dat je er bent');
    expect(stage.saved.at(-1)).toMatchObject({ method: 'CheckIn', practice: false });
  });
});
