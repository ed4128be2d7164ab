import { describe, expect, test } from 'vitest';
import { emptyPin, number_digits, stepPin, typed as credential, type PinState } from '../src/flow/pin.ts';
import { toPath } from '../src/flow/strokes.ts';
import { canMove, moveTime, nearestQuarter } from '../src/flow/time-choice.ts';
import { freshUndo, stepUndo, undo_seconds } from '../src/flow/undo.ts';
import { message_seconds_max, noMessage, stepVoiceMessage } from '../src/flow/voice-message.ts';
import { partOfDay } from '../src/model/day.ts';
import { nextVolume } from '../src/sound/volume.ts';

describe('typing a PIN', () => {
  const typed = (digits: string, from: PinState = emptyPin) =>
    [...digits].reduce((state, digit) => stepPin(state, { type: 'digit', digit }), from);

  test('is complete from four digits on', () => {
    expect(typed('123').complete).toBe(false);
    expect(typed('1234').complete).toBe(true);
  });
  test('takes digits only, and no more than it can hold', () => {
    expect(typed('12a3').digits).toBe('123');
    expect(typed('1'.repeat(20)).digits).toHaveLength(number_digits);
  });
  test('is a number from under a QR code when it is longer than any PIN', () => {
    expect(credential(typed('12345678'))).toEqual({ pin: '12345678' });
    expect(credential(typed('123456789'))).toEqual({ number: '123456789' });
  });
  test('takes the last digit back', () => {
    expect(stepPin(typed('1234'), { type: 'delete' })).toMatchObject({ digits: '123', complete: false });
    expect(stepPin(emptyPin, { type: 'delete' })).toEqual(emptyPin);
  });
  test('forgets the digits when they are refused, and says so until the next one', () => {
    const refused = stepPin(typed('1234'), { type: 'refused', waitSeconds: 0 });
    expect(refused).toMatchObject({ digits: '', notice: 'wrong', waitSeconds: 0 });
    expect(typed('9', refused)).toMatchObject({ digits: '9', notice: 'none' });
  });
  test('takes nothing while it waits', () => {
    let state = stepPin(typed('1234'), { type: 'refused', waitSeconds: 1.2 });
    expect(typed('5', state).digits).toBe('');
    state = stepPin(stepPin(state, { type: 'second' }), { type: 'second' });
    expect(state.waitSeconds).toBe(0);
    expect(typed('5', state).digits).toBe('5');
  });
});

describe('taking back', () => {
  test('is possible for ten seconds', () => {
    let state = freshUndo;
    for (let i = 0; i < undo_seconds - 1; i += 1) state = stepUndo(state, 'second');
    expect(state).toEqual({ secondsLeft: 1, phase: 'open' });
    expect(stepUndo(state, 'undo').phase).toBe('undone');
    state = stepUndo(state, 'second');
    expect(state).toEqual({ secondsLeft: 0, phase: 'over' });
    expect(stepUndo(state, 'undo').phase).toBe('over');
    expect(stepUndo(state, 'second').phase).toBe('over');
  });
  test('is shown a while, and over then', () => {
    let state = stepUndo(freshUndo, 'undo');
    while (state.phase === 'undone') state = stepUndo(state, 'second');
    expect(state.phase).toBe('over');
  });
});

describe('choosing a time', () => {
  const range = { first: 9 * 60 + 5, last: 12 * 60 };
  test('stays within its bounds', () => {
    expect(moveTime(600, -60, range)).toBe(545);
    expect(canMove(545, -15, range)).toBe(false);
    expect(canMove(545, 15, range)).toBe(true);
    expect(moveTime(700, 60, range)).toBe(720);
  });
  test('begins at a quarter', () => {
    expect(nearestQuarter(617, range)).toBe(615);
    expect(nearestQuarter(10, range)).toBe(545);
  });
});

describe('a message by voice', () => {
  test('ends by itself after a minute', () => {
    let state = stepVoiceMessage(noMessage, 'record');
    for (let i = 0; i < message_seconds_max; i += 1) state = stepVoiceMessage(state, 'second');
    expect(state).toEqual({ phase: 'recorded', seconds: message_seconds_max });
  });
  test('is played, and recorded again', () => {
    let state = stepVoiceMessage(stepVoiceMessage(noMessage, 'record'), 'stop');
    state = stepVoiceMessage(state, 'play');
    expect(state.phase).toBe('playing');
    expect(stepVoiceMessage(state, 'ended').phase).toBe('recorded');
    expect(stepVoiceMessage(state, 'again')).toEqual({ phase: 'recording', seconds: 0 });
  });
  test('cannot be played before it is there', () => {
    expect(stepVoiceMessage(noMessage, 'play')).toEqual(noMessage);
  });
});

test('a signature goes through the middles of its points', () => {
  expect(toPath([])).toBe('');
  expect(
    toPath([
      { x: 0, y: 0 },
      { x: 10, y: 0 },
    ]),
  ).toBe('M0 0Q0 0 5 0L10 0');
});

test('the greeting follows the time of day', () => {
  expect(['11:59', '12:00', '17:59', '18:00'].map(partOfDay)).toEqual(['morning', 'afternoon', 'afternoon', 'evening']);
});

test('the volume goes around', () => {
  expect([0, 1, 2, 3].map((volume) => nextVolume(volume as 0))).toEqual([1, 2, 3, 0]);
});
