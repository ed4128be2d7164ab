import { parseTime } from '@wijkboek/page/i18n/civil.ts';
import { signaturePng } from '../devices/signature-png.ts';
import { back } from '../flow/steps.ts';
import type { Stroke } from '../flow/strokes.ts';
import { nearestQuarter, type TimeRange } from '../flow/time-choice.ts';
import { resumeVisit, startVisit, stepVisit, type VisitAnswers, type VisitEvent, type VisitFlow } from '../flow/visit.ts';
import { KioskTrouble, type Card, type Saved } from '../kiosk/port.ts';
import { residentPicture, tellApart } from '../model/residents.ts';
import type { Confirmation, PlannedVisit } from '../model/visits.ts';
import { credentialOf } from '../reader/credential.ts';
import type { Guest } from './guest.ts';
import type { WayParts } from './screen.ts';
import type { Turn } from './turn.svelte.ts';

// A home visit: whom, start, end, how it went, who says so, and help in return. Nothing of it is saved before it is complete, but two things:
// that somebody goes now, and that somebody is worried.

// Somebody who is phoning is not gone; meanwhile the ticket is kept open.
const phoning_seconds_max = 600;
const ticket_kept_every_seconds = 45;
const day_minutes = 24 * 60;

export class VisitWay implements WayParts {
  readonly kind = 'visit';
  flow = $state.raw<VisitFlow>(startVisit);
  // Where the clock stands.
  minutes = $state(0);
  strokes = $state.raw<readonly Stroke[]>([]);
  phone = $state.raw<{ name: string; phone: string } | null>(null);
  // A card was held up that is not this resident's.
  otherCard = $state(false);
  readonly guest: Guest;
  readonly planned: readonly PlannedVisit[];
  readonly #turn: Turn;
  #seconds = 0;

  constructor(turn: Turn, guest: Guest, open: PlannedVisit | null) {
    this.#turn = turn;
    this.guest = guest;
    const { day } = turn.here.now;
    this.planned = tellApart(guest.mine.visits.filter((visit) => visit.open || visit.day === day));
    if (open) this.flow = resumeVisit(this.planned.find((one) => one.visit === open.visit && one.resident === open.resident) ?? open, day);
    this.#setClock();
  }

  get aloneSecondsMax(): number {
    return this.flow.step === 'worried' ? phoning_seconds_max : 90;
  }

  get visit(): PlannedVisit {
    const { visit } = this.flow.answers;
    if (!visit) throw new Error('a visit to nobody');
    return visit;
  }

  get range(): TimeRange {
    const { day, time } = this.#turn.here.now;
    const now = parseTime(time);
    if (this.flow.step === 'startTime') return { first: 0, last: Math.max(0, now - 5) };
    const { start } = this.flow.answers;
    const first = (start ?? (this.visit.start ? parseTime(this.visit.start) : 0)) + 5;
    return { first, last: Math.max(first, this.visit.day === day ? now : day_minutes - 5) };
  }

  step(event: VisitEvent): void {
    const before = this.flow.step;
    const flow = stepVisit(this.flow, event);
    this.otherCard = false;
    if (flow.step === 'started') void this.#turn.save('visitStarted', this.guest, () => this.guest.granted.startVisit(this.visit));
    else if (flow.step === 'ready') void this.#write(flow.answers);
    else if (flow.step === 'worried') void this.#whomToPhone(flow);
    else this.flow = flow;
    if (this.flow.step !== before) this.#setClock();
  }

  choose(visit: PlannedVisit): void {
    this.step({ type: 'whom', visit, today: this.#turn.here.now.day });
  }

  back(): void {
    const flow = back(this.flow);
    this.otherCard = false;
    if (!flow) return this.#turn.me(this.guest);
    this.flow = flow;
    this.#setClock();
  }

  // A resident's card is expected on two screens; anywhere else it is somebody's badge.
  hears(code: string): boolean {
    if (this.flow.step !== 'whom' && this.flow.step !== 'card') return false;
    void this.#read(code);
    return true;
  }

  second(): void {
    this.#seconds += 1;
    if (this.flow.step !== 'worried' || this.#seconds % ticket_kept_every_seconds !== 0) return;
    void this.guest.granted.whomToPhone(this.visit.resident).catch(unlessTrouble);
  }

  // A worry is not lost with whoever went to phone about it.
  async abandoned(): Promise<void> {
    const { visit, start, end, outcome, tasks } = this.flow.answers;
    if (visit && outcome === 'worried') await this.guest.granted.visitDone(visit, { start, end, outcome, tasks });
  }

  async #read(code: string): Promise<void> {
    let card: Card | null = null;
    await this.#turn.doing(async () => {
      card = await this.guest.granted.readCard(code);
      if (!card) return;
      if (this.flow.step === 'whom') this.choose(this.#visitOf(card));
      else if (card.resident === this.visit.resident) this.step({ type: 'confirmed', by: { card: code } });
      else this.otherCard = true;
    });
    if (card || this.#turn.screen.at !== 'way') return;
    // While whom is being asked, somebody else may come with a badge; a visit that is being written up is not taken away by one.
    if (this.flow.step === 'whom') await this.#turn.greet(credentialOf(code));
    else this.otherCard = true;
  }

  // The open one first, then today's; else one that nobody planned.
  #visitOf({ resident, visits }: Card): PlannedVisit {
    const { day } = this.#turn.here.now;
    const known = visits.find((one) => one.open) ?? visits.find((one) => one.day === day);
    const picture = this.planned.find((one) => one.resident === resident)?.picture ?? residentPicture(resident);
    return known ? { ...known, picture } : { visit: '', resident, picture, day, start: '', open: false };
  }

  async #whomToPhone(flow: VisitFlow): Promise<void> {
    await this.#turn.doing(async () => {
      // Where it cannot be said now whom to phone, a coach is asked.
      this.phone = await this.guest.granted.whomToPhone(this.visit.resident).catch(nothingUnlessOther);
      this.flow = flow;
    });
  }

  #setClock(): void {
    const { step } = this.flow;
    if (step === 'startTime') {
      const { range } = this;
      this.minutes = nearestQuarter(this.visit.start ? parseTime(this.visit.start) : range.last - 60, range);
    } else if (step === 'endTime') {
      const { range } = this;
      this.minutes = nearestQuarter(Math.min(range.last, range.first + 60), range);
    }
  }

  async #write({ visit, start, end, outcome, tasks, confirmed, inReturn }: VisitAnswers): Promise<void> {
    if (!visit || !outcome) return;
    const { granted } = this.guest;
    await this.#turn.doing(async () => {
      const confirmation = await this.#confirmation(confirmed);
      const saved = await granted.visitDone(visit, { start, end, outcome, tasks });
      const event = saved.events[0] ?? '';
      const minutes = inReturn?.minutes ?? 0;
      const more = [
        confirmation && (() => granted.confirmVisit(event, confirmation)),
        inReturn && (() => granted.helpInReturn(visit.resident, inReturn.subject, minutes)),
      ];
      const events = [...saved.events];
      let whole = true;
      // The visit is saved whatever becomes of the rest; a coach is told when some of it is missing.
      for (const say of more) {
        if (!say) continue;
        const also: Saved | null = await say().catch(nothingUnlessOther);
        if (also) events.push(...also.events);
        else whole = false;
      }
      this.#turn.saved(whole ? 'visitEnded' : 'visitPart', this.guest, { events, at: saved.at });
    });
  }

  async #confirmation(by: VisitAnswers['confirmed']): Promise<Confirmation | null> {
    if (by === null || by === 'nobody') return null;
    if (by === 'signature') return { by, png: await signaturePng(this.strokes) };
    return 'card' in by ? { by: 'card', text: by.card } : { by: 'carer', name: by.carer };
  }
}

function unlessTrouble(error: unknown): void {
  if (!(error instanceof KioskTrouble)) throw error;
}

function nothingUnlessOther(error: unknown): null {
  unlessTrouble(error);
  return null;
}
