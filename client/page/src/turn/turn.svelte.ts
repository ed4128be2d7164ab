import type { LanguageCode } from '@wijkboek/page/i18n/languages.ts';
import { emptyPin, stepPin, typed, type PinEvent, type PinState } from '../flow/pin.ts';
import { freshUndo, stepUndo } from '../flow/undo.ts';
import { KioskTrouble, type Credential, type Granted, type Kiosk, type Saved, type Welcomed } from '../kiosk/port.ts';
import type { PersonCard } from '../model/people.ts';
import { savedPictures, type SavedKind } from '../model/saved.ts';
import type { SymbolName } from '../model/symbols.ts';
import type { Trouble } from '../model/trouble.ts';
import { credentialOf } from '../reader/credential.ts';
import type { Player } from '../sound/player.ts';
import type { MessageKey } from '../words/messages.ts';
import type { Tongue } from '../words/tongue.svelte.ts';
import { ForgottenWay } from './forgotten-way.svelte.ts';
import { GraduateWay } from './graduate-way.svelte.ts';
import { nothingMine, type Guest } from './guest.ts';
import type { Screen, Way, WayParts } from './screen.ts';
import type { Surroundings } from './surroundings.svelte.ts';
import { VisitWay } from './visit-way.svelte.ts';

// Somebody who walks away leaves nothing on the screen. No time runs while a PIN is typed, and coach mode has a time of its own.
export const alone_seconds_max = 90;
// A screen that only says something is read sooner.
export const told_seconds_max = 12;
export const practice_rest_seconds_max = 120;

// As soon as the daemon answers again, and this was seen.
export const restarting_seconds_min = 4;

export interface TurnParts {
  kiosk: Kiosk;
  tongue: Tongue;
  player: Pick<Player, 'speak' | 'confirm' | 'hush'>;
  here: Surroundings;
}

// One person's turn at the kiosk, from welcome to welcome.
export class Turn {
  screen = $state.raw<Screen>({ at: 'welcome' });
  pin = $state.raw<PinState>(emptyPin);
  practice = $state(false);
  readonly kiosk: Kiosk;
  readonly here: Surroundings;
  readonly #tongue: Tongue;
  readonly #player: TurnParts['player'];
  // The ticket that is open.
  #granted: Granted | null = null;
  // A coach's badge, until their PIN is there.
  #badge: Credential | null = null;
  #aloneSeconds = 0;
  #practiceSeconds = 0;
  // One call at a time: a second tap while the first is on its way does nothing.
  #busy = false;

  constructor({ kiosk, tongue, player, here }: TurnParts) {
    this.kiosk = kiosk;
    this.here = here;
    this.#tongue = tongue;
    this.#player = player;
  }

  show(screen: Screen): void {
    const before = this.#way();
    if (before && !(screen.at === 'way' && screen.way === before)) before.close?.();
    this.#aloneSeconds = 0;
    this.screen = screen;
  }

  async doing(deed: () => Promise<void>): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    try {
      await deed();
    } catch (error) {
      if (!(error instanceof KioskTrouble)) throw error;
      if (error.trouble === 'over') this.#goHome();
      else this.#trouble(error.trouble);
    } finally {
      this.#busy = false;
    }
  }

  // ---- who it is

  heard(code: string): void {
    if (this.#way()?.hears?.(code)) return;
    void this.greet(credentialOf(code));
  }

  type(event: PinEvent): void {
    this.pin = stepPin(this.pin, event);
  }

  typedAll(): void {
    const badge = this.#badge;
    if (badge) void this.greet(badge, this.pin.digits);
    else void this.greet(typed(this.pin));
  }

  greet(who: Credential, pin?: string): Promise<void> {
    return this.doing(async () => {
      await this.#part();
      const asked = { who, language: this.#tongue.chosen, practice: this.practice };
      const greeted = await this.kiosk.greet(pin === undefined ? asked : { ...asked, pin });
      switch (greeted.as) {
        case 'welcomed':
          this.#forgetCredential();
          return this.#receive(greeted.guest);
        case 'asksPin':
          this.pin = emptyPin;
          this.#badge = who;
          return this.show({ at: 'pin' });
        case 'wrongPin':
        case 'wait':
          this.type({ type: 'refused', waitSeconds: greeted.as === 'wait' ? greeted.seconds : 0 });
          return this.show({ at: 'pin' });
        case 'nobody':
          return this.#trouble('unknownBadge');
      }
    });
  }

  async #receive(welcomed: Welcomed): Promise<void> {
    const { granted, me, arrived } = welcomed;
    this.#granted = granted;
    if (welcomed.language) await this.#tongue.speak(welcomed.language);
    if (welcomed.coach) {
      if (me) this.show({ at: 'coach', me, ticket: welcomed.ticket });
      return;
    }
    const { hereSince, openVisits, excusedUntilBetter, forgotten } = welcomed;
    const guest: Guest = { granted, me, hereSince, openVisits, excusedUntilBetter, forgotten, mine: nothingMine };
    if (welcomed.graduate && me) this.show({ at: 'way', way: new GraduateWay(this, guest, me) });
    else if (arrived) this.saved(me ? 'arrived' : 'unknownBadge', guest, arrived);
    else {
      if (me) guest.mine = await granted.mine();
      this.#first(guest);
    }
  }

  // What is asked before somebody chooses: once, and kindly.
  #first(guest: Guest): void {
    const open = guest.openVisits[0];
    if (guest.forgotten && guest.me) this.show({ at: 'way', way: new ForgottenWay(this, guest, guest.forgotten) });
    else if (open && guest.me) this.show({ at: 'way', way: new VisitWay(this, guest, open) });
    else this.me(guest);
  }

  // After a forgotten check-out was answered, or was not.
  onward(guest: Guest, thanks?: MessageKey): void {
    const open = guest.openVisits[0];
    if (open && guest.me) this.show({ at: 'way', way: new VisitWay(this, guest, open) });
    else this.me(guest, thanks);
  }

  me(guest: Guest, thanks?: MessageKey): void {
    if (!guest.me) this.show({ at: 'newBadge', guest });
    else this.show(thanks ? { at: 'me', guest, me: guest.me, thanks } : { at: 'me', guest, me: guest.me });
  }

  // ---- what they say

  save(kind: SavedKind, guest: Guest, deed: () => Promise<Saved>): Promise<void> {
    return this.doing(async () => this.saved(kind, guest, await deed()));
  }

  // Only ever with the daemon's answer.
  saved(kind: SavedKind, guest: Guest, saved: Saved): void {
    this.#confirm(kind, guest.me, saved, () => guest.granted.undo(saved));
  }

  comeWithoutBadge(symbol: SymbolName): Promise<void> {
    return this.doing(async () => {
      const saved = await this.kiosk.comeWithoutBadge(symbol, this.practice);
      this.#confirm('noBadge', null, saved, () => this.kiosk.takeBackWithoutBadge(saved));
    });
  }

  #confirm(kind: SavedKind, who: PersonCard | null, saved: Saved, takeBack: () => Promise<void>): void {
    this.show({ at: 'saved', kind, who, saved, undo: freshUndo, takeBack });
    this.#player.confirm(savedPictures[kind].say, this.#tongue.code);
  }

  undo(): Promise<void> {
    return this.doing(async () => {
      const from = this.screen;
      if (from.at !== 'saved' || from.undo.phase !== 'open') return;
      await from.takeBack();
      this.show({ ...from, kind: 'undone', undo: stepUndo(from.undo, 'undo') });
      this.#player.speak([savedPictures.undone.say], this.#tongue.code);
    });
  }

  chooseLanguage(guest: Guest, code: LanguageCode): Promise<void> {
    return this.doing(async () => {
      await guest.granted.chooseLanguage(code);
      await this.#tongue.speak(code);
      this.me(guest);
    });
  }

  practise(): void {
    this.practice = true;
    this.#practiceSeconds = 0;
    this.home();
  }

  endPractice(): void {
    if (this.#busy) return;
    this.practice = false;
    this.home();
  }

  // ---- how it ends

  // Not while a call is under way: what it answers would be shown to whoever comes next.
  home(): void {
    if (!this.#busy) this.#goHome();
  }

  #goHome(): void {
    void this.#part().catch(this.#unlessTrouble);
    this.#player.hush();
    this.#forgetCredential();
    this.#tongue.forget();
    this.show({ at: 'welcome' });
  }

  // The ticket is given back. What must not be lost is saved first.
  async #part(): Promise<void> {
    const granted = this.#granted;
    const way = this.#way();
    this.#granted = null;
    if (!granted) return;
    await way?.abandoned?.();
    await granted.leave().catch(this.#unlessTrouble);
  }

  // A ticket that cannot be given back ends by itself.
  readonly #unlessTrouble = (error: unknown): void => {
    if (!(error instanceof KioskTrouble)) throw error;
  };

  #forgetCredential(): void {
    this.pin = emptyPin;
    this.#badge = null;
  }

  #trouble(trouble: Trouble): void {
    this.show({ at: 'trouble', trouble });
    void this.#part().catch(this.#unlessTrouble);
    this.#forgetCredential();
    if (trouble === 'restarting' || trouble === 'unsure') void this.here.ask();
  }

  #way(): WayParts | null {
    return this.screen.at === 'way' ? this.screen.way : null;
  }

  // Whether anything runs out: on a welcome screen at rest, nothing does.
  get ticks(): boolean {
    return this.screen.at !== 'welcome' || this.practice || this.#tongue.chosen !== null;
  }

  touched(): void {
    this.#aloneSeconds = 0;
    this.#practiceSeconds = 0;
  }

  second(): void {
    const { screen } = this;
    if (this.practice && screen.at !== 'coach' && ++this.#practiceSeconds >= practice_rest_seconds_max) return this.endPractice();
    if (screen.at === 'coach') return;
    if (screen.at === 'pin') return this.type({ type: 'second' });
    if (screen.at === 'saved') {
      const undo = stepUndo(screen.undo, 'second');
      if (undo.phase === 'over') this.home();
      else this.screen = { ...screen, undo };
      return;
    }
    this.#way()?.second?.();
    this.#aloneSeconds += 1;
    if (this.#aloneSeconds >= this.#aloneSecondsMax() && !this.#waitsForDaemon()) this.home();
  }

  #aloneSecondsMax(): number {
    if (this.screen.at === 'trouble') {
      if (this.screen.trouble === 'restarting') return restarting_seconds_min;
      if (this.screen.trouble === 'unsure' || this.screen.trouble === 'askCoach') return told_seconds_max;
    }
    return this.#way()?.aloneSecondsMax ?? alone_seconds_max;
  }

  #waitsForDaemon(): boolean {
    return this.screen.at === 'trouble' && this.screen.trouble === 'restarting' && !this.here.reachable;
  }

  way(way: Way): void {
    this.show({ at: 'way', way });
  }
}
