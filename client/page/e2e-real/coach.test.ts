import { beforeAll, expect, test } from 'vitest';
import { comeAsCoach } from './desk.ts';
import type { Participant } from './town/people.ts';
import { useTown } from './town/town.ts';
import { useVisits } from './visit.ts';

// A coach's day without a line to the server: the board, a sighting, a mark, a walk-in, a list that is signed off, yesterday's doubt settled.
// In the evening the line is back, and everything is on the server.

const town = useTown();
const visit = useVisits();
let forgetful: Participant;

beforeAll(async () => {
  const { kiosk } = town();
  forgetful = town().somebody();
  town().nextDay('08:31');
  await kiosk.ask('check-in', '--badge', forgetful.badge);
  town().nextDay('08:31');
});

test('a whole day without a line', async () => {
  const { kiosk, setTime, held, office } = town();
  const [comes, seen, late] = [town().somebody(), town().somebody(), town().somebody()];
  kiosk.cut();
  const at = await visit(kiosk);
  await at.swipe(comes.badge);
  await at.says('done.arrived');
  await at.ready();

  setTime('09:20');
  const desk = await comeAsCoach(at);
  await at.page.locator('li.present', { hasText: comes.name }).first().waitFor();
  await at.page.getByRole('button', { name: new RegExp(`^${seen.name} `) }).first().click();
  await desk.saved('saved.seen', { name: `${seen.name} Verzonnen` });

  await desk.press('today.open', { name: `${late.name} Verzonnen` });
  await desk.press('person.mark');
  await desk.choose(desk.say('state.late'));
  await desk.press('form.save');
  await desk.saved('saved.mark', { name: `${late.name} Verzonnen` });

  await desk.go('frame.walkIn');
  await desk.type('form.search', 'Yonas Nieuw');
  await desk.press('walkIn.create');
  await desk.choose('ትግርኛ');
  await desk.press('walkIn.register');
  await desk.saved('saved.walkIn', { name: 'Yonas Nieuw' });

  await desk.go('frame.discrepancies');
  const doubt = at.page.locator('li', { hasText: desk.say('sort.forgotten_check_out') }).first();
  await doubt.getByRole('button', { name: desk.say('sort.way.end') }).click();
  await desk.type('sort.at.end', '15:45');
  await desk.press('sort.save');
  await desk.saved('saved.settled');

  await desk.press('frame.leave');
  await at.says('welcome.badge');

  setTime('12:05');
  const noon = await comeAsCoach(at);
  await noon.press('today.signOff');
  await noon.press('signOff.confirm');
  await at.page.getByText(/Afgetekend door Els Verzonnen/).first().waitFor();

  expect(await kiosk.unsent()).toBeGreaterThan(5);
  kiosk.connect();
  await kiosk.synced();
  const kinds = await Promise.all([comes, seen, late, forgetful].map(async (who) => (await held(who)).map(({ kind }) => kind)));
  expect(kinds).toEqual([
    ['check-in', 'session signed off'],
    ['sighted', 'session signed off'],
    ['session marked', 'session signed off'],
    ['check-in', 'discrepancy settled', 'session signed off'],
  ]);
  expect(await office('discrepancies', '--person', forgetful.key)).toContain('nothing to settle');
  expect(at.complaints).toEqual([]);
  expect(at.away).toEqual([]);
});
