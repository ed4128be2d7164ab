import { readFileSync } from 'node:fs';
import { languages } from '@wijkboek/page/i18n/languages.ts';
import type { MessageFile } from '@wijkboek/page/i18n/message-file.ts';
import { makeTranslator, type Arguments } from '@wijkboek/page/i18n/translator.ts';
import type { CoachKey } from '../src/coach/words.ts';
import { coach } from './town/people.ts';
import type { Visit } from './visit.ts';

// A coach at the kiosk, in Dutch: what they see and press, by the keys of the coaches' messages.
export interface Desk {
  press(key: CoachKey, args?: Arguments): Promise<void>;
  // Another place, by the bar at the foot.
  go(key: CoachKey): Promise<void>;
  type(label: CoachKey, text: string): Promise<void>;
  choose(text: string): Promise<void>;
  sees(text: string): Promise<void>;
  // Says that it was saved.
  saved(key: CoachKey, args?: Arguments): Promise<void>;
  say(key: CoachKey, args?: Arguments): string;
}

export async function comeAsCoach(at: Visit): Promise<Desk> {
  const { messages } = JSON.parse(readFileSync(new URL('../messages/coach.nl.json', import.meta.url), 'utf8')) as MessageFile;
  const { say } = makeTranslator(languages.nl, messages as Record<CoachKey, string>);
  const { page } = at;
  const patience = { timeout: 15_000 };
  await at.swipe(coach.badge);
  await at.says('pin.title');
  await at.type(coach.pin);
  await at.press('common.ready');
  await page.getByRole('button', { name: say('today.mark') }).first().waitFor(patience);
  return {
    say,
    press: (key, args) => page.getByRole('button', { name: say(key, args), exact: true }).first().click(patience),
    go: (key) => page.getByRole('navigation').getByRole('button', { name: new RegExp(`^${say(key)}`) }).click(patience),
    async type(label, text) {
      const field = page.getByLabel(say(label)).first();
      await field.fill(text, patience);
      await field.blur();
    },
    choose: (text) => page.locator('label', { hasText: text }).first().click(patience),
    sees: (text) => page.getByText(text).first().waitFor(patience),
    saved: (key, args) => page.getByRole('status').filter({ hasText: say(key, args) }).first().waitFor(patience),
  };
}
