import { flushSync, mount, unmount } from 'svelte';
import '@wijkboek/page/fonts/fonts.css';
import '@wijkboek/page/styles/tokens.css';
import '@wijkboek/page/styles/base.css';
import type { LanguageCode } from '@wijkboek/page/i18n/languages.ts';
import { CoachTrouble, type TroubleCode } from '../src/coach/kiosk/port.ts';
import { loadWords } from '../src/words/messages.ts';
import Harness from './Harness.svelte';
import { makeFakeCoachKiosk, type Call } from './fake-coach-kiosk.ts';

// Coach mode as a whole, against a kiosk in memory. What the tests need of it, and nothing else.
export interface CoachHarness {
  start(language: LanguageCode, practice?: boolean): Promise<void>;
  calls(): readonly Call[];
  // What coach mode asked of the page around it.
  asked(): readonly string[];
  fail(code: TroubleCode | null, said?: string): void;
  endTicket(): void;
  refuseMarksOf(person: string): void;
}
declare global {
  interface Window {
    coach: CoachHarness;
  }
}

const target = document.querySelector('#page');
if (!target) throw new Error('no #page');
let mounted: ReturnType<typeof mount> | null = null;
let kiosk = makeFakeCoachKiosk();
let asked: string[] = [];

window.coach = {
  async start(language, practice = false) {
    if (mounted) await unmount(mounted);
    kiosk = makeFakeCoachKiosk();
    asked = [];
    const words = await loadWords(language);
    document.documentElement.lang = language;
    mounted = mount(Harness, {
      target,
      props: { kiosk, words, practice, onleave: () => asked.push('leave'), onpractice: () => asked.push('practice') },
    });
    flushSync();
  },
  calls: () => kiosk.calls,
  asked: () => asked,
  fail: (code, said = '') => (kiosk.fails = code ? new CoachTrouble(code, said) : null),
  endTicket: () => kiosk.endTicket(),
  refuseMarksOf: (person) => (kiosk.ownMark = person),
};
