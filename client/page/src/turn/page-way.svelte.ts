import { record, type Recording } from '../devices/recorder.ts';
import { noMessage, stepVoiceMessage, type VoiceMessage, type VoiceMessageEvent } from '../flow/voice-message.ts';
import type { SoundBytes } from '../kiosk/port.ts';
import type { ContestReason } from '../model/contest.ts';
import { contestableDays, firstDayAsked, lastDayAsked, myPage, type DaysOfMine } from '../model/days.ts';
import type { MyPageModel, WeekDay } from '../model/week.ts';
import type { Sound } from '../sound/player.ts';
import { soundOf } from '../sound/web-audio.ts';
import type { Guest } from './guest.ts';
import type { WayParts } from './screen.ts';
import type { Turn } from './turn.svelte.ts';

// "My page", and "that is not right" about a day of it: in a picture, or said into the microphone.
export class PageWay implements WayParts {
  readonly kind = 'page';
  step = $state<'page' | 'which' | 'what'>('page');
  day = $state('');
  reason = $state<ContestReason | null>(null);
  message = $state.raw<VoiceMessage>(noMessage);
  readonly guest: Guest;
  readonly page: MyPageModel;
  readonly contestable: readonly WeekDay[];
  readonly #turn: Turn;
  #recording: Recording | null = null;
  #voice: SoundBytes | null = null;
  #playing: Sound | null = null;
  #closed = false;

  constructor(turn: Turn, guest: Guest, days: DaysOfMine) {
    this.#turn = turn;
    this.guest = guest;
    this.page = myPage(days, turn.here.now);
    this.contestable = contestableDays(days, turn.here.now);
  }

  static open(turn: Turn, guest: Guest): Promise<void> {
    const { day } = turn.here.now;
    return turn.doing(async () => {
      turn.way(new PageWay(turn, guest, await guest.granted.days(firstDayAsked(day), lastDayAsked(day))));
    });
  }

  choose(day: string): void {
    this.day = day;
    this.step = 'what';
  }

  back(): void {
    this.#drop();
    this.reason = null;
    if (this.step === 'page') this.#turn.me(this.guest);
    else this.step = this.step === 'what' ? 'which' : 'page';
  }

  async speak(): Promise<void> {
    this.#drop();
    try {
      const recording = await record();
      if (this.#closed || this.step !== 'what') recording.drop();
      else {
        this.#recording = recording;
        this.#voiced('record');
      }
    } catch {
      // No microphone after all: the pictures say it.
      this.message = noMessage;
    }
  }

  async stop(): Promise<void> {
    const recording = this.#recording;
    this.#recording = null;
    if (!recording) return;
    this.#voiced('stop');
    const voice = await recording.stop();
    if (this.#closed) return;
    this.#voice = voice;
    if (!voice) this.message = noMessage;
  }

  async play(gain: number): Promise<void> {
    if (this.#playing) return this.#playing.stop();
    const voice = this.#voice;
    if (!voice) return;
    const sound = soundOf(() => Promise.resolve(voice));
    this.#playing = sound;
    this.#voiced('play');
    await sound.play(gain).catch(() => undefined);
    this.#playing = null;
    this.#voiced('ended');
  }

  send(): void {
    const { day, reason } = this;
    void this.#turn.save('coachLooks', this.guest, () => this.guest.granted.contest({ day, reason, voice: this.#voice }));
  }

  second(): void {
    if (this.message.phase !== 'recording') return;
    // Somebody who speaks is here.
    this.#turn.touched();
    const next = stepVoiceMessage(this.message, 'second');
    if (next.phase === 'recording') this.message = next;
    else void this.stop();
  }

  close(): void {
    this.#closed = true;
    this.#drop();
  }

  #voiced(event: VoiceMessageEvent): void {
    this.message = stepVoiceMessage(this.message, event);
  }

  // What was said is gone, unless it was sent.
  #drop(): void {
    this.#playing?.stop();
    this.#recording?.drop();
    this.#recording = null;
    this.#voice = null;
    this.message = noMessage;
  }
}
