import { beforeEach, describe, expect, test } from 'vitest';
import { makePlayer, type Player, type Sound } from '../src/sound/player.ts';
import { isPhrase } from '../src/sound/spoken.ts';
import type { MessageKey } from '../src/words/messages.ts';

// Sounds that end when the test says so.
class Stage {
  readonly log: string[] = [];
  readonly speaking: (MessageKey | null)[] = [];
  playing = 0;
  most = 0;
  broken = new Set<string>();
  end: () => void = () => {};

  recordings = new Set<string>();
  recorded = (phrase: MessageKey, language: string): Sound | null =>
    this.recordings.has(`${language}/${phrase}`) ? this.load(`recorded ${language}/${phrase}`) : null;

  load = (file: string): Sound => {
    let over = false;
    return {
      play: (gain) =>
        new Promise<void>((resolve, reject) => {
          if (this.broken.has(file)) {
            reject(new Error('cannot be played'));
            return;
          }
          this.log.push(`${file} ${gain}`);
          this.playing += 1;
          this.most = Math.max(this.most, this.playing);
          this.end = () => {
            if (over) return;
            over = true;
            this.playing -= 1;
            resolve();
          };
        }),
      stop: () => this.end(),
    };
  };
}

let stage: Stage;
let player: Player;
beforeEach(() => {
  stage = new Stage();
  player = makePlayer({ load: stage.load, recorded: stage.recorded, onspeaking: (phrase) => stage.speaking.push(phrase) });
});
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));
async function playOut() {
  for (let i = 0; i < 5; i += 1) {
    stage.end();
    await settle();
  }
}

describe('the player', () => {
  test('speaks one phrase after another, and says which', async () => {
    player.speak(['me.come', 'me.leave'], 'nl');
    await settle();
    expect(stage.log).toEqual(['nl/me.come.opus 1']);
    await playOut();
    expect(stage.log).toEqual(['nl/me.come.opus 1', 'nl/me.leave.opus 1']);
    expect(stage.speaking).toEqual([null, 'me.come', 'me.leave', null]);
  });
  test('never has two voices at once', async () => {
    player.speak(['me.come', 'me.leave'], 'nl');
    await settle();
    player.speak(['me.help'], 'nl');
    await settle();
    player.confirm('done.arrived', 'nl');
    await settle();
    await playOut();
    expect(stage.most).toBe(1);
    expect(stage.log).toEqual(['nl/me.come.opus 1', 'nl/me.help.opus 1', 'tone.opus 1', 'nl/done.arrived.opus 1']);
  });
  test('speaks Dutch where a language has no voice yet', async () => {
    player.speak(['me.come'], 'ti');
    player.speak(['me.come'], 'ar');
    await settle();
    expect(stage.log.at(-1)).toBe('ar/me.come.opus 1');
    player.speak(['me.come'], 'so');
    await settle();
    expect(stage.log.at(-1)).toBe('nl/me.come.opus 1');
  });
  test('lets a native speaker speak where one has recorded the phrase, and the machine where that cannot be played', async () => {
    stage.recordings = new Set(['ti/me.come', 'nl/me.leave']);
    stage.broken.add('recorded nl/me.leave');
    player.speak(['me.come', 'me.leave'], 'ti');
    await settle();
    await playOut();
    player.speak(['me.leave'], 'nl');
    await settle();
    await playOut();
    expect(stage.log).toEqual(['recorded ti/me.come 1', 'nl/me.leave.opus 1', 'nl/me.leave.opus 1']);
    expect(stage.most).toBe(1);
  });
  test('is silent when muted, and falls silent in the middle of a word', async () => {
    player.volume = 0;
    player.confirm('done.arrived', 'nl');
    await settle();
    expect(stage.log).toEqual([]);
    player.volume = 2;
    player.speak(['me.come', 'me.leave'], 'nl');
    await settle();
    player.volume = 0;
    await settle();
    expect(stage.log).toEqual(['nl/me.come.opus 0.5']);
    expect(stage.playing).toBe(0);
    expect(stage.speaking.at(-1)).toBeNull();
  });
  test('leaves out what cannot be played', async () => {
    stage.broken.add('nl/me.come.opus');
    player.speak(['me.come', 'me.leave'], 'nl');
    await settle();
    await playOut();
    expect(stage.log).toEqual(['nl/me.leave.opus 1']);
  });
  test('can be hushed', async () => {
    player.speak(['me.come', 'me.leave'], 'nl');
    await settle();
    player.hush();
    await settle();
    expect(stage.playing).toBe(0);
    expect(stage.log).toHaveLength(1);
  });
});

test('sentences that are always the same are spoken', () => {
  expect(isPhrase('me.come', 'Ik ben er')).toBe(true);
  expect(isPhrase('me.hello', 'Dag {name}')).toBe(false);
  expect(isPhrase('status.networkOn', 'Er is netwerk')).toBe(false);
});
