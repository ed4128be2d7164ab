import { describe, expect, test } from 'vitest';
import { amina, fatma, samira } from './fake-daemon.ts';
import { useStage } from './harness.ts';

const stage = useStage();
const { swipe, press, sees, welcome } = stage;

describe('coming and going', () => {
  test('a badge, a tap, saved; undone within ten seconds; nothing personal stays', async () => {
    await swipe(samira.badge);
    await sees('Dag Samira');
    await press('Ik ben er');
    await sees('Opgeslagen');
    expect(stage.saved).toMatchObject([{ method: 'CheckIn', request: { who: { ticket: 't1' } } }]);
    await press(/Toch niet/);
    await sees('Het is weggehaald');
    expect(stage.saved[0]?.undone).toBe(true);
    expect(stage.called('Undo')).toEqual([{ ticket: 't1', event: 'e1' }]);
    await welcome();
    await expect.poll(() => stage.daemon.world.ticket).toBeNull();
    expect(await stage.page.content()).not.toContain('Samira');
    const kept = await stage.page.evaluate(async () => [localStorage.length, sessionStorage.length, document.cookie, (await indexedDB.databases()).length]);
    expect(kept).toEqual([0, 0, '', 0]);
    expect(stage.complaints).toEqual([]);
  });

  test('the badge itself is said once, and a ticket stands for it from then on', async () => {
    await swipe(samira.badge);
    await sees('Dag Samira');
    await press('Mijn pagina');
    await sees('Mijn uren');
    await press('Terug');
    await press('Ik ben er');
    await sees('Opgeslagen');
    expect(stage.daemon.calls.filter(({ request }) => JSON.stringify(request).includes(samira.badge)).map(({ method }) => method)).toEqual(['Greet']);
  });

  test('leaving is never arriving: somebody who is here presses which', async () => {
    stage.daemon.world.here.set(samira.person, '09:02');
    stage.daemon.world.checksInByItself = true;
    await swipe(samira.badge);
    await sees('Je bent er sinds 09:02');
    expect(stage.saved).toEqual([]);
    await press('Ik ga weg');
    await sees('Tot ziens');
    expect(stage.methods).toEqual(['CheckOut']);
  });

  test('where a badge says enough, nothing is tapped, and it can be undone', async () => {
    stage.daemon.world.checksInByItself = true;
    await swipe(samira.badge);
    await sees('Fijn dat je er bent');
    await sees('Opgeslagen');
    await press(/Toch niet/);
    await sees('Het is weggehaald');
    expect(stage.saved[0]).toMatchObject({ method: 'Greet', undone: true });
  });

  test('two quick taps save once', async () => {
    await swipe(samira.badge);
    await sees('Dag Samira');
    await stage.page.getByRole('button', { name: 'Ik ben er' }).evaluate((button: HTMLElement) => {
      button.click();
      button.click();
    });
    await sees('Opgeslagen');
    expect(stage.methods).toEqual(['CheckIn']);
  });

  test('a badge that nobody is known to hold comes and goes under itself, and a coach is asked', async () => {
    await swipe('0000FFFF');
    await sees('Deze pas ken ik nog niet');
    await press('Ik ga weg');
    await sees('Ga even naar je coach');
    expect(stage.saved).toMatchObject([{ method: 'CheckOut', request: { who: { ticket: 't1' } } }]);
    expect(await stage.page.getByText('Samira').count()).toBe(0);
  });

  test('no badge today: a picture, saved, and taken back', async () => {
    await press('Geen pas vandaag');
    await press('Boot');
    await sees('Vertel je coach welk plaatje je koos');
    expect(stage.saved).toMatchObject([{ method: 'CheckInWithoutBadge', request: { pictureToken: 'boat' } }]);
    await press(/Toch niet/);
    await sees('Het is weggehaald');
    expect(stage.saved[0]?.undone).toBe(true);
  });

  test('better again, where somebody is ill until they are', async () => {
    stage.daemon.world.excusedUntilBetter.add(samira.person);
    await swipe(samira.badge);
    await sees('Je bent ziek gemeld');
    await press('Ik ben beter');
    await sees('Fijn dat je beter bent');
    expect(stage.methods).toEqual(['EndExcuse']);
  });
});

describe('who it is', () => {
  test('a reader is heard on the PIN pad, and a PIN is typed by fingers and by keys', async () => {
    await press('Pincode');
    await swipe(samira.badge);
    await sees('Dag Samira');
    await press('Stoppen');
    await press('Pincode');
    for (const digit of '24') await press(digit);
    await stage.page.keyboard.type('68', { delay: 120 });
    await press('Klaar');
    await sees('Dag Samira');
    expect(stage.called('Greet').at(-1)).toMatchObject({ who: { pin: samira.pin } });
  });

  test('a reader that reads a QR code is told from one that reads a badge', async () => {
    await swipe(samira.qr);
    await sees('Dag Samira');
    expect(stage.called('Greet')).toMatchObject([{ who: { qr: samira.qr } }]);
  });

  test('the number under a QR code is typed on the same pad', async () => {
    await press('Pincode');
    for (const digit of samira.number) await press(digit);
    await press('Klaar');
    await sees('Dag Samira');
  });

  test('a code that nobody holds is asked for again, calmly; after several the pad waits, and counts', async () => {
    await press('Pincode');
    for (let i = 0; i < 4; i += 1) {
      for (const digit of '1111') await press(digit);
      await press('Klaar');
      await expect.poll(() => stage.daemon.world.wrongPins).toBe(i + 1);
    }
    await sees('Deze code ken ik niet');
    for (const digit of samira.pin) await press(digit);
    await press('Klaar');
    await sees(/Even wachten: nog [12] second/);
    await sees('Deze code ken ik niet');
    for (const digit of samira.pin) await press(digit);
    await press('Klaar');
    await sees('Dag Samira');
  });

  test('the picture list is there only where a coach has opened it', async () => {
    expect(await stage.page.getByRole('button', { name: 'Kies je foto' }).count()).toBe(0);
    stage.daemon.world.pictureList = true;
    await stage.page.reload();
    await press('Kies je foto');
    await press('Amina');
    await sees('Dag Amina');
    expect(stage.called('Greet')).toMatchObject([{ who: { person: amina.person } }]);
  });

  test('a graduate is welcomed for coffee; the questions may be answered or left alone', async () => {
    await swipe(fatma.badge);
    await sees('Er is koffie voor je');
    await press('Ja');
    await sees('Volg je een opleiding?');
    await press('Liever niet');
    await sees('Dank je wel');
    expect(stage.saved).toMatchObject([{ method: 'AnswerAftercare', request: { question: 'AFTERCARE_QUESTION_WORK', yes: true } }]);
    await press(/Toch niet/);
    await sees('Het is weggehaald');
    expect(stage.saved[0]?.undone).toBe(true);
  });

  test('a graduate who wants only coffee says nothing, and nothing is saved', async () => {
    await swipe(fatma.badge);
    await press('Liever niet');
    await press('Liever niet');
    await welcome();
    expect(stage.saved).toEqual([]);
  });
});

describe('languages', () => {
  test('in Arabic the page runs from right to left, and is Dutch again for the next one', async () => {
    await press('العربية');
    await sees('ضع بطاقتك هنا');
    expect(await stage.page.evaluate(() => document.documentElement.dir)).toBe('rtl');
    await swipe(samira.badge);
    await press(/أنا هنا/);
    await sees('يسعدنا أنك هنا');
    await sees('Fijn dat je er bent');
    expect(stage.called('Greet')).toMatchObject([{ language: 'ar' }]);
    await stage.page.getByText('Houd je pas hier').first().waitFor({ timeout: 15_000 });
    expect(await stage.page.evaluate(() => document.documentElement.dir)).toBe('ltr');
  });

  test('whoever has a language of their own is greeted in it, and can change it', async () => {
    await swipe(amina.badge);
    await press(/أنا هنا/);
    await sees('يسعدنا أنك هنا');
    await stage.page.locator('.card').click();
    await welcome();
    await swipe(amina.badge);
    await press('اختر لغتك');
    await press('Polski');
    await sees('Witaj, Amina');
    expect(stage.called('ChooseLanguage')).toMatchObject([{ language: 'pl' }]);
    expect(stage.daemon.world.people.find(({ person }) => person === amina.person)?.language).toBe('pl');
  });

  test('in Tigrinya somebody says that they cannot come', async () => {
    await press('ትግርኛ');
    await swipe(samira.badge);
    await press(/ክመጽእ ኣይክእልን/);
    await press(/ጽባሕ/);
    await press(/ውላደይ/);
    await sees('ከምዘይትመጽእ ፈሊጥና');
    expect(stage.saved).toMatchObject([{ request: { reason: 'ABSENCE_REASON_CHILDCARE', firstDay: '2026-03-04', lastDay: '2026-03-04' } }]);
  });
});
