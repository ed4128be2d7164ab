import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openStage, type Coach, type CoachLanguage, type Stage } from './open.ts';

// A coach's day, in both languages, on each kind of screen. Every stop on the way is looked through by axe.

let stage: Stage;
let coach: Coach | null = null;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(async () => {
  await stage.close();
});
afterEach(async () => {
  const complaints = coach?.complaints ?? [];
  await coach?.close();
  coach = null;
  expect(complaints).toEqual([]);
});

const languages: readonly CoachLanguage[] = ['nl', 'en'];
const open = async (...args: Parameters<Stage['open']>): Promise<Coach> => {
  coach = await stage.open(...args);
  return coach;
};

describe.each(languages)('a coach, in %s,', (language) => {
  test('sees at one glance what needs a hand, and sees somebody with one tap, which can be taken back', async () => {
    const { page, say, see, saved, well, press, pressName, deeds } = await open(language);
    await see(say('need.unknown', { time: '09:00' }));
    await see(say('need.call', { language: 'Soomaali' }));
    await see(say('need.unownedBadge', { time: '09:12', picture: say('symbol.boat') }));
    await see(say('state.visit'));
    await see(say('state.pending', { kiosk: 'Noord' }));
    await well('today');
    await pressName(/^Tesfay Verzonnen.*/);
    await saved(say('saved.seen', { name: 'Tesfay Verzonnen' }));
    expect(await deeds()).toEqual([{ method: 'sight', args: ['d5', false] }]);
    await page.locator('li.present', { hasText: 'Tesfay' }).waitFor();
    await well('saved');
    await press('form.undo');
    await saved(say('form.undone'));
    expect((await deeds()).at(-1)).toEqual({ method: 'undo', args: ['e1'] });
    await page.locator('li.unknown', { hasText: 'Tesfay' }).waitFor();
  });

  test('marks a whole group in one screen; what is refused for one is saved for the others and said', async () => {
    const { page, say, see, saved, well, press, deeds } = await open(language);
    await page.evaluate(() => window.coach.refuseMarksOf('c2'));
    await press('today.mark');
    await press('group.allPresent');
    await page.locator('li', { hasText: 'Bilal' }).locator('label', { hasText: say('state.absent') }).click();
    await well('marking');
    await press('group.save', { count: 2 });
    await see(say('trouble.of', { who: 'Bilal Verzonnen', why: say('daemon.ownMatter') }).slice(0, 30));
    await saved(say('saved.marks', { count: 1 }));
    expect((await deeds()).map(({ args }) => args)).toEqual([
      ['d5', 's1', 'present'],
      ['c2', 's1', 'absent'],
    ]);
    // The one that was refused stays to be said.
    await press('group.save', { count: 1 });
    await well('refused');
    await press('form.undo');
    await saved(say('form.undone'));
    await press('form.back');
    await page.locator('li.unknown', { hasText: 'Tesfay' }).waitFor();
  });

  test('opens a person by a long press, and corrects, excuses, marks and writes down a talk with reasons', async () => {
    const { page, say, see, saved, well, press, pressName, type, choose, deeds } = await open(language);
    const tile = page.locator('.board .sight', { hasText: 'Bilal' });
    await tile.hover();
    await page.mouse.down();
    await see(say('person.week'));
    await page.mouse.up();
    expect(await deeds()).toEqual([]);
    await well('person');
    await pressName(say('person.correctRow', { title: 'Koken en rekenen' }));
    await type(say('form.start'), '905');
    await type(say('form.end'), '15:30');
    await choose(say('correct.kioskTrouble'));
    await well('correct');
    await press('form.save');
    await saved(say('saved.corrected', { name: 'Bilal Verzonnen' }));
    expect((await deeds()).at(-1)).toEqual({
      method: 'correct',
      args: ['c2', { day: '2026-03-03', start: '09:05', end: '15:30', didNotHappen: false, reason: 'kioskTrouble', note: '' }],
    });
    await press('person.excuse');
    await choose(say('excuse.untilBetter'));
    await choose(say('reason.motivation'));
    await well('excuse');
    await press('form.save');
    await saved(say('saved.excused', { name: 'Bilal Verzonnen' }));
    await press('person.better');
    await saved(say('saved.better', { name: 'Bilal Verzonnen' }));
    await press('person.mark');
    await choose(say('state.late'));
    await well('mark');
    await press('form.save');
    await saved(say('saved.mark', { name: 'Bilal Verzonnen' }));
    expect((await deeds()).at(-1)?.args).toEqual(['c2', 's1', 'late']);
    await press('person.talk');
    await choose(say('talk.goal'));
    await well('talk');
    await press('form.save');
    await saved(say('saved.talk', { name: 'Bilal Verzonnen' }));
    expect((await deeds()).at(-1)?.args[2]).toBe(say('talk.goal'));
    await press('person.phone');
    await saved(say('saved.phoned', { name: 'Bilal Verzonnen' }));
    expect((await deeds()).at(-1)).toEqual({ method: 'sight', args: ['c2', true] });
  });

  test('signs a list off and is told how many are open; moves and cancels a session; shows its pictures', async () => {
    const { say, see, saved, well, press, type, deeds } = await open(language);
    await press('today.signOff');
    await see(say('signOff.open', { count: 5 }));
    await well('sign-off');
    await press('signOff.confirm');
    await saved(say('saved.stillOpen', { count: 5 }));
    await see(say('today.signedOff', { name: 'Coach Verzonnen', time: '10:40' }));
    await press('today.session', { title: 'Koken en rekenen' });
    await press('session.showPictures');
    await well('session');
    await type(say('form.start'), '10:00');
    await press('session.moveSave');
    await saved(say('saved.moved'));
    expect((await deeds()).slice(1)).toEqual([
      { method: 'openPictureList', args: ['s1'] },
      { method: 'moveSession', args: ['s1', { day: '2026-03-03', start: '10:00', end: '12:00' }] },
    ]);
    await press('today.session', { title: 'Koken en rekenen' });
    await press('session.cancel');
    expect((await deeds()).at(-1)?.method).toBe('moveSession');
    await press('session.cancelYes');
    await saved(say('saved.cancelled'));
    await see(say('today.cancelled'));
    await well('cancelled');
  });

  test('gives a badge: one that is somebody else\'s is refused, another is given; and a PIN typed twice', async () => {
    const { page, say, see, saved, well, press, pressName, swipe, choose, deeds } = await open(language);
    await pressName(say('today.open', { name: 'Fatma Verzonnen' }));
    await press('person.badge');
    await well('badge');
    await swipe('04TAKEN1');
    await press('badge.give');
    await see(say('daemon.badgeTaken').slice(1));
    await well('taken');
    await swipe('04A1B2C3');
    await see('…B2C3');
    await press('badge.give');
    await saved(say('saved.badge', { name: 'Fatma Verzonnen' }));
    expect((await deeds()).map(({ args }) => args)).toEqual([
      ['e4', { badge: '04TAKEN1' }],
      ['e4', { badge: '04A1B2C3' }],
    ]);
    await press('person.badge');
    await choose(say('badge.way.pin'));
    await page.keyboard.type('2468', { delay: 120 });
    await press('pin.ready');
    await see(say('badge.pinAgain'));
    await page.keyboard.type('2469', { delay: 120 });
    await see(say('badge.pinDiffers'));
    await well('pin');
    await press('pin.delete');
    await page.keyboard.type('8', { delay: 120 });
    await press('badge.give');
    await saved(say('saved.badge', { name: 'Fatma Verzonnen' }));
    expect((await deeds()).at(-1)?.args).toEqual(['e4', { pin: '2468' }]);
    // What was typed stands nowhere.
    expect(await page.content()).not.toContain('2468');
  });

  test('registers a walk-in only after a search that finds near names too, and gives a badge at once', async () => {
    const { page, say, see, saved, well, press, type, choose, swipe, go, deeds } = await open(language);
    await go('frame.walkIn');
    await well('walk-in');
    await type(say('form.search'), 'tezfay');
    await see(say('walkIn.isThis', { name: 'Tesfay Verzonnen' }));
    await well('found');
    await type(say('form.search'), 'Yonas Nieuw');
    await see(say('walkIn.nobody'));
    await press('walkIn.create');
    expect(await page.getByLabel(say('walkIn.given')).inputValue()).toBe('Yonas');
    await choose('ትግርኛ');
    await well('new');
    await press('walkIn.register');
    await saved(say('saved.walkIn', { name: 'Yonas Nieuw' }));
    await swipe('04NEW001');
    await press('badge.give');
    await saved(say('saved.badge', { name: 'Yonas Nieuw' }));
    expect((await deeds()).map(({ method, args }) => [method, args[0]])).toEqual([
      ['registerWalkIn', { given: 'Yonas', family: 'Nieuw', birthDate: '', language: 'ti' }],
      ['assignBadge', 'w5'],
    ]);
  });

  test('ends an open visit, plans one, writes down how it went and has it confirmed by the card', async () => {
    const { page, say, see, saved, well, press, type, choose, swipe, go, deeds } = await open(language);
    await go('frame.visit');
    await see('Meneer Bakker-Verzonnen');
    await well('visits');
    await press('visits.end');
    await choose(say('visit.done'));
    await choose(say('task.garden'));
    await well('end');
    await press('form.save');
    await saved(say('saved.ended'));
    await press('visits.plan');
    await choose('Mevrouw De Wit-Verzonnen');
    await choose('Samira Verzonnen');
    await type(say('form.start'), '14');
    await type(say('form.end'), '15');
    await well('plan');
    await press('form.save');
    await saved(say('saved.planned'));
    await see(say('visits.state.planned'));
    await press('visits.carried');
    expect(await page.getByLabel(say('form.start')).inputValue()).toBe('14:00');
    await choose(say('visit.notAtHome'));
    await well('log');
    await press('form.save');
    await saved(say('saved.visit'));
    expect((await deeds()).at(-1)?.args[0]).toMatchObject({ visit: 'v2', resident: 'r1', participants: ['b7'], outcome: 'notAtHome' });
    await page.locator('li', { hasText: 'Samira' }).getByRole('button', { name: say('visits.confirm') }).click();
    await swipe('wijkboek:resident:0123456789abcdef0123456789abcdef');
    await see(say('confirm.cardRead'));
    await well('confirm');
    await press('form.save');
    await saved(say('saved.confirmed'));
    expect((await deeds()).map(({ method }) => method)).toEqual(['endVisit', 'planVisit', 'logVisit', 'confirmVisit']);
  });

  test('writes down help', async () => {
    const { page, say, saved, well, press, choose, go, deeds } = await open(language);
    await go('frame.help');
    await page.locator('fieldset', { hasText: say('help.helper') }).locator('label', { hasText: 'Samira' }).click();
    await page.locator('fieldset', { hasText: say('help.helped') }).locator('label', { hasText: 'Tesfay' }).click();
    await choose(say('subject.computer'));
    await well('help');
    await press('form.save');
    await saved(say('saved.help'));
    expect((await deeds())[0]?.args[0]).toEqual({ helper: 'b7', helped: 'd5', subject: 'computer', minutes: '30', day: '2026-03-03' });
  });

  test('settles what is in doubt, with both values side by side; a contest that has no voice says so', async () => {
    const { page, say, see, saved, well, press, type, choose, go, deeds } = await open(language);
    await go('frame.discrepancies');
    await see(say('daemon.markedAbsent').slice(1));
    await see(say('sort.suggestion', { suggestion: say('daemon.end', { time: '16:00' }) }).slice(-12));
    await well('sort');
    const forgotten = page.locator('li', { hasText: say('sort.forgotten_check_out') });
    await forgotten.getByRole('button', { name: say('sort.way.end') }).click();
    await type(say('sort.at.end'), '15:45');
    await well('settle');
    await press('sort.save');
    await saved(say('saved.settled'));
    expect((await deeds()).at(-1)?.args).toEqual([{ id: 'd1', way: 'end', value: '2026-03-02T15:45', note: '' }]);
    await press('voice.listen');
    await see(say('daemon.noVoice').slice(1));
    await press('frame.hush');
    await page.getByRole('button', { name: say('sort.way.status') }).click();
    await choose(say('state.present'));
    await press('sort.save');
    await see(say('sort.none'));
    await well('sorted');
    await press('form.undo');
    await see(say('sort.attendance_contested'));
  });

  test('hears a case, and is told in words what only a coordinator may do', async () => {
    const { say, see, saved, well, press, type, go, deeds } = await open(language);
    await go('frame.calls');
    await well('calls');
    await press('calls.hear');
    await type(say('calls.said'), 'Zijn zoon was ziek.');
    await press('calls.interpreter');
    await well('hearing');
    await press('calls.heard');
    await saved(say('saved.case.heard', { name: 'Tesfay Verzonnen' }));
    expect((await deeds())[0]?.args).toEqual(['c3', { kind: 'heard', text: 'Zijn zoon was ziek.', language: 'ti', interpreter: true }]);
    await press('calls.send');
    await see(say('daemon.onlyCoordinator').slice(1));
    // After a first absence there is no case yet: what she says is an excuse.
    await press('calls.writeExcuse');
    await see(say('excuse.when'));
  });

  test('reads in words how the kiosk is, puts it away only after a second press, and goes practising', async () => {
    const { page, say, see, saved, well, press, go, deeds } = await open(language);
    await go('frame.kiosk');
    await see('Noord');
    await see(say('kiosk.otherBehind', { time: '' }).trim());
    await well('kiosk');
    await press('kiosk.park');
    expect(await deeds()).toEqual([]);
    await press('kiosk.parkYes');
    await saved(say('daemon.leaveOn').slice(1));
    await see(say('daemon.parked').slice(1));
    await press('kiosk.practiceStart');
    expect(await page.evaluate(() => window.coach.asked())).toEqual(['practice']);
  });

  test('records a phrase: record, listen, keep, and the next one', async () => {
    const { page, say, see, saved, well, press, pressName, go, deeds } = await open(language);
    await go('frame.kiosk');
    await press('phrases.open');
    await page.locator('label', { hasText: 'ትግርኛ' }).click();
    await page.locator('main li button').first().waitFor();
    await well('script');
    const first = await page.locator('main li button [lang="ti"]').first().textContent();
    await page.locator('main li button').first().click();
    await press('phrases.record');
    await see(say('phrases.recording', { count: 1 }));
    await well('recording');
    await press('phrases.stop');
    await see(say('phrases.hear'));
    await pressName(say('phrases.listen'));
    await press('phrases.keep');
    await saved(say('saved.phrase'));
    const kept = await page.evaluate(() => {
      const [phrase, language, sound] = window.coach.calls().find(({ method }) => method === 'recordPhrase')?.args as [string, string, { type: string; bytes: Uint8Array }];
      return { phrase, language, type: sound.type, bytes: sound.bytes.length };
    });
    expect(kept).toMatchObject({ language: 'ti', type: 'audio/webm' });
    expect(kept.bytes).toBeGreaterThan(500);
    expect(kept.bytes).toBeLessThan(200_000);
    // The next one is open, and the first can be heard again.
    expect(await page.locator('main [lang="ti"]').first().textContent()).not.toBe(first);
    await press('form.back');
    await page.locator('main li button').first().click();
    await press('phrases.listenOld');
    expect((await deeds()).map(({ method }) => method)).toEqual(['recordPhrase']);
  });
});
