import { amina, samira } from './fake-daemon.ts';
import type { Stage } from './harness.ts';

// Every way through the page, pressed by its pictures: no step knows a word. `look` is called on each screen.
export interface Walk {
  name: string;
  before?: (stage: Stage) => void;
  steps: readonly Step[];
  // What is on disk at its end.
  saved: readonly string[];
}
type Step = { tap: string } | { swipe: string } | { sign: true } | { key: string };

const tap = (icon: string): Step => ({ tap: icon });
const swipe = (code: string): Step => ({ swipe: code });
const badge = swipe(samira.badge);

function onVisit({ daemon }: Stage) {
  Object.assign(daemon.world.visits[0] ?? {}, { open: true, start: '09:30', end: '' });
}

export const walks: readonly Walk[] = [
  { name: 'come', steps: [badge, tap('coming')], saved: ['CheckIn'] },
  { name: 'come, and not after all', steps: [badge, tap('coming'), tap('arrow-back-up')], saved: ['CheckIn', 'Undo'] },
  {
    name: 'leave',
    before: ({ daemon }) => daemon.world.here.set(samira.person, '09:02'),
    steps: [badge, tap('leaving')],
    saved: ['CheckOut'],
  },
  { name: 'a PIN', steps: [tap('dialpad'), ...[...samira.pin].map((key) => ({ key })), tap('check'), tap('coming')], saved: ['CheckIn'] },
  { name: 'no badge', steps: [tap('help-hexagon'), tap('umbrella')], saved: ['CheckInWithoutBadge'] },
  { name: 'a new badge', steps: [swipe('0000FFFF'), tap('coming')], saved: ['CheckIn'] },
  {
    name: 'the picture list',
    before: ({ daemon }) => (daemon.world.pictureList = true),
    steps: [tap('users-group'), tap('person'), tap('coming')],
    saved: ['CheckIn'],
  },
  { name: 'help given', steps: [badge, tap('heart-handshake'), tap('help-gave'), tap('person'), tap('math'), tap('minutes-30')], saved: ['LogBuddyHelp'] },
  { name: 'help received', steps: [badge, tap('heart-handshake'), tap('help-got'), tap('person'), tap('math'), tap('minutes-15')], saved: ['LogBuddyHelp'] },
  {
    name: 'help that did not happen',
    before: ({ daemon }) =>
      daemon.world.help.push({ event: 'h1', other: amina.person, iHelped: true, subject: 'language', minutes: 45, day: '2026-03-02' }),
    steps: [badge, tap('heart-handshake'), tap('x'), tap('person')],
    saved: ['DenyHelp'],
  },
  { name: 'a visit begins', steps: [badge, tap('home-heart'), swipe('CARD-OF-R1'), tap('walk')], saved: ['StartVisit'] },
  {
    name: 'a visit ends, signed',
    before: onVisit,
    steps: [badge, tap('history'), tap('check'), tap('mood-smile'), tap('shopping-cart'), tap('arrow-right'), tap('signature'), { sign: true }, tap('check'), tap('messages'), tap('minutes-15')],
    saved: ['EndVisit', 'ConfirmVisit', 'LogBuddyHelp'],
  },
  {
    name: "a visit ends, confirmed by the resident's card",
    before: onVisit,
    steps: [badge, tap('check'), tap('mood-smile'), tap('mug'), tap('arrow-right'), tap('credit-card'), swipe('CARD-OF-R1'), tap('x')],
    saved: ['EndVisit', 'ConfirmVisit'],
  },
  {
    name: 'a visit ends, confirmed by who cares',
    before: onVisit,
    steps: [badge, tap('check'), tap('mood-smile'), tap('mug'), tap('arrow-right'), tap('heart'), { key: 'J' }, { key: 'A' }, tap('check'), tap('x')],
    saved: ['EndVisit', 'ConfirmVisit'],
  },
  {
    name: 'a visit that worries',
    before: onVisit,
    steps: [badge, tap('check'), tap('phone'), tap('arrow-right'), tap('mug'), tap('arrow-right'), tap('circle-dashed'), tap('x')],
    saved: ['EndVisit'],
  },
  { name: "can't come tomorrow", steps: [badge, tap('calendar-off'), tap('day-leaf'), tap('baby-carriage')], saved: ['Excuse'] },
  { name: "can't come on another day", steps: [badge, tap('calendar-off'), tap('calendar-plus'), tap('day-leaf'), tap('arrow-right'), tap('bed')], saved: ['Excuse'] },
  { name: 'ill until better', steps: [badge, tap('calendar-off'), tap('bed')], saved: ['Excuse'] },
  {
    name: 'better',
    before: ({ daemon }) => daemon.world.excusedUntilBetter.add(samira.person),
    steps: [badge, tap('mood-smile')],
    saved: ['EndExcuse'],
  },
  { name: 'my page, and what is not right', steps: [badge, tap('user'), tap('hand-stop'), tap('day-leaf'), tap('door-enter'), tap('check')], saved: ['ContestAttendance'] },
  {
    name: 'a forgotten check-out',
    before: ({ daemon }) => daemon.world.forgotten.set(samira.person, { day: '2026-03-02', since: '09:05', until: '16:00' }),
    steps: [badge, tap('check'), tap('coming')],
    saved: ['CheckOut', 'CheckIn'],
  },
  { name: 'a graduate', steps: [swipe('04000000FA'), tap('check'), tap('x')], saved: ['AnswerAftercare', 'AnswerAftercare'] },
  { name: 'another language', steps: [badge, tap('language')], saved: [] },
];

// A target of a screen by its picture: at its foot, or else in it, or else at its head, where the same cross stands for "stop".
const places = ['footer', 'main', 'body'] as const;

export async function walk(stage: Stage, { before, steps }: Walk, look: (at: number) => Promise<void>): Promise<void> {
  before?.(stage);
  await stage.page.reload();
  await stage.page.locator('[data-icon=hold-badge]').waitFor();
  await look(0);
  for (const [i, step] of steps.entries()) {
    const seen = await stage.page.content();
    if ('tap' in step) {
      const targets = places.map((place) => stage.page.locator(`${place} button:not(:disabled):has([data-icon="${step.tap}"])`).first());
      await targets.at(-1)?.waitFor();
      for (const target of targets) {
        if ((await target.count()) === 0) continue;
        await target.click();
        break;
      }
    } else if ('swipe' in step) await stage.swipe(step.swipe);
    else if ('key' in step) await stage.page.keyboard.press(step.key);
    else await stage.signature();
    await stage.page.waitForFunction((before) => document.documentElement.outerHTML !== before, seen.slice(seen.indexOf('<html')));
    await look(i + 1);
  }
}
