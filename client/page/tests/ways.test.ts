import { describe, expect, test } from 'vitest';
import { addDays } from '@wijkboek/page/i18n/civil.ts';
import { spans, startCantCome, stepCantCome, type CantComeEvent } from '../src/flow/cant-come.ts';
import { startHelp, stepHelp, type HelpEvent } from '../src/flow/help.ts';
import { awake, leavesIn, rest_seconds_max, stepRest } from '../src/flow/rest.ts';
import { back, begin } from '../src/flow/steps.ts';
import { resumeVisit, startVisit, stepVisit, type VisitEvent, type VisitFlow } from '../src/flow/visit.ts';
import type { PlannedVisit } from '../src/model/visits.ts';

const today = '2026-03-03';
const visit: PlannedVisit = {
  visit: 'v1',
  resident: 'r1',
  picture: { symbol: 'boat', tint: 'sky' },
  day: today,
  start: '10:30',
  open: false,
};
const whom = { type: 'whom', visit, today } as const;

describe('help', () => {
  const walk = (...events: HelpEvent[]) => events.reduce(stepHelp, startHelp);
  test('asks who, what and how long', () => {
    const flow = walk(
      { type: 'side', side: 'gave' },
      { type: 'who', person: 'b7' },
      { type: 'subject', subject: 'kitchen' },
      { type: 'minutes', minutes: 30 },
    );
    expect(flow.step).toBe('ready');
    expect(flow.answers).toEqual({ side: 'gave', other: 'b7', subject: 'kitchen', minutes: 30, denied: null });
  });
  test('can be said not to have happened', () => {
    expect(walk({ type: 'deny' }, { type: 'denied', event: 'e1' })).toMatchObject({ step: 'ready', answers: { denied: 'e1' } });
  });
  test('skips no screen on a second tap', () => {
    expect(walk({ type: 'side', side: 'gave' }, { type: 'side', side: 'got' })).toMatchObject({ step: 'who', answers: { side: 'gave' } });
  });
  test('goes back a screen at a time, and out at last', () => {
    const flow = walk({ type: 'side', side: 'got' }, { type: 'who', person: 'b7' });
    const before = back(flow);
    expect(before?.step).toBe('who');
    const first = before && back(before);
    expect(first?.step).toBe('what');
    expect(first && back(first)).toBeNull();
  });
});

describe('a visit', () => {
  const walk = (from: VisitFlow, ...events: VisitEvent[]) => events.reduce(stepVisit, from);
  test('that begins now is saved at once', () => {
    expect(walk(startVisit, whom, { type: 'now' })).toMatchObject({ step: 'started', answers: { start: null } });
  });
  test('that is open goes on at its end', () => {
    const flow = walk(
      resumeVisit(visit, today),
      { type: 'now' },
      { type: 'outcome', outcome: 'done' },
      { type: 'task', task: 'shopping' },
      { type: 'ready' },
      { type: 'how', by: 'card' },
      { type: 'confirmed', by: { card: 'WB1' } },
      { type: 'return', subject: 'language' },
      { type: 'returnMinutes', minutes: 30 },
    );
    expect(flow).toMatchObject({ step: 'ready', answers: { end: null, outcome: 'done', confirmed: { card: 'WB1' }, inReturn: { subject: 'language', minutes: 30 } } });
    expect([...flow.answers.tasks]).toEqual(['shopping']);
  });
  test('of another day did not end just now', () => {
    expect(resumeVisit({ ...visit, day: '2026-03-02' }, today).step).toBe('endTime');
    expect(stepVisit(startVisit, { type: 'whom', visit: { ...visit, open: true, day: '2026-03-02' }, today }).step).toBe('endTime');
  });
  test('asks how long the help in return took, and invents no minutes', () => {
    const asked: VisitFlow = begin('return', resumeVisit(visit, today).answers);
    expect(stepVisit(asked, { type: 'return', subject: 'language' }).step).toBe('returnMinutes');
    expect(stepVisit(asked, { type: 'return', subject: null })).toMatchObject({ step: 'ready', answers: { inReturn: null } });
  });
  test('that was earlier asks both times, the end after the start', () => {
    const started = walk(startVisit, whom, { type: 'other' }, { type: 'time', minutes: 630 });
    expect(started.step).toBe('endTime');
    expect(stepVisit(started, { type: 'time', minutes: 630 }).step).toBe('endTime');
    expect(stepVisit(started, { type: 'time', minutes: 690 }).step).toBe('outcome');
  });
  test('to which nobody opened has no tasks and nothing to confirm', () => {
    expect(walk(resumeVisit(visit, today), { type: 'now' }, { type: 'outcome', outcome: 'notAtHome' }).step).toBe('ready');
    expect(walk(resumeVisit(visit, today), { type: 'now' }, { type: 'outcome', outcome: 'refused' }).step).toBe('ready');
  });
  test('that worries shows whom to phone, and goes on', () => {
    const flow = walk(resumeVisit(visit, today), { type: 'now' }, { type: 'outcome', outcome: 'worried' });
    expect(flow.step).toBe('worried');
    expect(stepVisit(flow, { type: 'phoned' }).step).toBe('tasks');
  });
  test('needs a task before it goes on, and takes one back', () => {
    const flow = walk(resumeVisit(visit, today), { type: 'now' }, { type: 'outcome', outcome: 'done' }, { type: 'task', task: 'walk' });
    const without = stepVisit(flow, { type: 'task', task: 'walk' });
    expect(stepVisit(without, { type: 'ready' }).step).toBe('tasks');
    expect(stepVisit(flow, { type: 'ready' }).step).toBe('confirm');
  });
  test('is confirmed by a signature on a screen of its own', () => {
    const flow = walk(
      resumeVisit(visit, today),
      { type: 'now' },
      { type: 'outcome', outcome: 'done' },
      { type: 'task', task: 'walk' },
      { type: 'ready' },
      { type: 'how', by: 'signature' },
    );
    expect(flow.step).toBe('signature');
    expect(stepVisit(flow, { type: 'confirmed', by: 'signature' }).step).toBe('return');
  });
});

describe("can't come", () => {
  const walk = (...events: CantComeEvent[]) => events.reduce(stepCantCome, startCantCome);
  test('today, and why', () => {
    expect(walk({ type: 'day', day: '2026-03-03' }, { type: 'reason', reason: 'childcare' })).toMatchObject({
      step: 'ready',
      answers: { reason: 'childcare', untilBetter: false },
    });
  });
  test('until better says why by itself', () => {
    expect(walk({ type: 'untilBetter' })).toMatchObject({ step: 'ready', answers: { reason: 'sick', untilBetter: true } });
  });
  test('on other days, at least one of them', () => {
    expect(walk({ type: 'otherDay' }, { type: 'ready' }).step).toBe('days');
    const chosen = walk({ type: 'otherDay' }, { type: 'toggle', day: '2026-03-05' }, { type: 'ready' });
    expect(chosen.step).toBe('why');
    expect([...chosen.answers.days]).toEqual(['2026-03-05']);
  });
  test('days that follow each other are one span', () => {
    const days = new Set(['2026-03-06', '2026-03-04', '2026-03-05', '2026-03-09']);
    expect(spans(days, (day) => addDays(day, 1))).toEqual([
      { first: '2026-03-04', last: '2026-03-06' },
      { first: '2026-03-09', last: '2026-03-09' },
    ]);
  });
});

describe('coach mode at rest', () => {
  test('is over after two minutes, and says so before', () => {
    let rest = awake;
    for (let i = 0; i < rest_seconds_max - 20; i += 1) rest = stepRest(rest, 'second');
    expect(leavesIn(rest)).toBe(20);
    expect(leavesIn(stepRest(rest, 'touched'))).toBeNull();
    for (let i = 0; i < 20; i += 1) rest = stepRest(rest, 'second');
    expect(rest.over).toBe(true);
    expect(stepRest(rest, 'touched').over).toBe(true);
  });
});
