import { describe, expect, test } from 'vitest';
import type { LanguageCode } from '@wijkboek/page/i18n/languages.ts';
import { useTown } from './town/town.ts';
import { useVisits } from './visit.ts';

// A day of one participant in their own language, with a line to the server and without: what is shown as saved is on the server once
// there is a line again, once, and in the order in which it was said.

const town = useTown();
const visit = useVisits();

const cases: readonly (readonly [LanguageCode, string, 'with a line' | 'without a line'])[] = [
  ['nl', 'Samira', 'with a line'],
  ['nl', 'Elif', 'without a line'],
  ['ar', 'Bilal', 'with a line'],
  ['ar', 'Jamila', 'without a line'],
  ['ti', 'Dawit', 'with a line'],
  ['ti', 'Rahel', 'without a line'],
];

describe.each(cases)('in %s, %s, %s', (language, name, line) => {
  test('comes, takes it back, comes, cannot come tomorrow, contests a day, and leaves', async () => {
    const { kiosk, held, nextDay, setTime } = town();
    const who = town().somebody(name);
    nextDay('07:30');
    if (line === 'without a line') kiosk.cut();
    const at = await visit(kiosk);
    const saved: string[] = [];
    const isSaved = async () => saved.push(...(await at.savedNow()));

    await at.speak(language);
    expect(await at.page.evaluate(() => document.documentElement.dir)).toBe(language === 'ar' ? 'rtl' : 'ltr');
    setTime('08:31');
    await at.swipe(who.badge);
    await at.says('done.arrived');
    await isSaved();
    await at.press('done.undo');
    await at.says('done.undone');
    await isSaved();
    await at.ready();

    // What was chosen is remembered with whoever chose it.
    await at.swipe(who.badge);
    at.expectIn(language);
    await at.says('done.arrived');
    await isSaved();
    await at.ready();

    setTime('11:50');
    await at.swipe(who.badge);
    at.expectIn(language);
    await at.says('me.hereSince', { time: '08:31' });
    await at.press('me.cantCome');
    await at.press('common.tomorrow');
    await at.press('reason.childcare');
    await at.says('done.excused');
    await isSaved();
    await at.ready();

    await at.swipe(who.badge);
    at.expectIn(language);
    await at.press('me.page');
    await at.press('page.notRight');
    // Two weeks are shown, and today is the last of their days.
    await at.button('date.weekday', { day: weekdayOf(town().day) }).last().click();
    await at.press('contest.wasSick');
    await at.press('contest.send');
    await at.says('done.coachLooks');
    await isSaved();
    await at.ready();

    setTime('12:02');
    await at.swipe(who.badge);
    at.expectIn(language);
    await at.press('me.leave');
    await at.says('done.left');
    await isSaved();
    await at.ready();
    expect(at.complaints).toEqual([]);
    expect(at.away).toEqual([]);

    if (line === 'without a line') {
      expect(await kiosk.unsent()).toBeGreaterThanOrEqual(saved.length);
      kiosk.connect();
    }
    await kiosk.synced();
    const there = await held(who);
    expect(there.filter(({ hash }) => saved.includes(hash)).map(({ hash }) => hash)).toEqual(saved);
    const chosen = language === who.language ? [] : ['detail changed'];
    const said = ['check-in', 'event voided', 'check-in', 'excuse given', 'attendance contested', 'check-out'];
    expect(there.map(({ kind }) => kind)).toEqual([...chosen, ...said]);
  });
});

// Monday is 1.
function weekdayOf(day: string): number {
  return new Date(`${day}T12:00:00Z`).getUTCDay();
}
