import { create } from '@bufbuild/protobuf';
import { Code, ConnectError, createRouterTransport } from '@connectrpc/connect';
import { describe, expect, test } from 'vitest';
import { CaseResult, VoidReason } from '../generated/wijkboek/v1/cases_pb.ts';
import { KioskPageService } from '../generated/wijkboek/v1/kiosk_page_pb.ts';
import { KioskService } from '../generated/wijkboek/v1/kiosk_pb.ts';
import { CorrectionReason, MarkStatus } from '../generated/wijkboek/v1/presence_pb.ts';
import { AbsenceReason, VisitOutcome, VisitTask } from '../generated/wijkboek/v1/sealed_pb.ts';
import { DecisionSchema } from '../generated/wijkboek/v1/settling_pb.ts';
import { HelpSide } from '../generated/wijkboek/v1/visits_pb.ts';
import { coachKioskOver } from '../src/coach/kiosk/desk.ts';
import { absenceReasons, caseResultsSent, correctionReasonsSent, markStatuses, outcomeOf, outcomesSent, taskOf, tasksSent } from '../src/coach/kiosk/enums.ts';
import { CoachTrouble, type CoachDesk } from '../src/coach/kiosk/port.ts';
import { credential, decision, excuse } from '../src/coach/kiosk/requests.ts';
import { emptyVisit } from '../src/coach/model/forms.ts';
import { correctionReasons } from '../src/coach/model/person.ts';
import { visitOutcomes, visitTasks } from '../src/model/visits.ts';

const numbers = (of: object) => Object.values(of).filter((value): value is number => typeof value === 'number');

describe('names of the page and of the protocol', () => {
  // What cannot be chosen here: not said, and what only an import does.
  test.each([
    ['marks', markStatuses, MarkStatus, [0]],
    ['absence reasons', absenceReasons, AbsenceReason, [0]],
    ['correction reasons', correctionReasonsSent, CorrectionReason, [0, CorrectionReason.IMPORTED]],
    ['case results', caseResultsSent, CaseResult, [0]],
    ['outcomes', outcomesSent, VisitOutcome, [0]],
    ['tasks', tasksSent, VisitTask, [0]],
  ] as const)('%s: each has one, and none is left out', (_, table, all, without) => {
    const sent = Object.values(table) as number[];
    expect([...sent, ...without].sort((a, b) => a - b)).toEqual(numbers(all).sort((a, b) => a - b));
  });
  test('what comes back is what was sent', () => {
    expect(visitOutcomes.map((one) => outcomeOf(outcomesSent[one]))).toEqual(visitOutcomes);
    expect(visitTasks.map((one) => taskOf(tasksSent[one]))).toEqual(visitTasks);
    expect(correctionReasons.map((one) => CorrectionReason[correctionReasonsSent[one]])).toEqual([
      'FORGOTTEN',
      'WRONG_TAP',
      'WRONG_PERSON',
      'KIOSK_TROUBLE',
      'OTHER',
    ]);
  });
});

describe('decisions', () => {
  const of = (way: Parameters<typeof decision>[0]['way'], value = '') => create(DecisionSchema, decision({ id: 'd', way, value, note: 'n' }));
  test.each([
    ['accept', '', { case: 'accept', value: true }],
    ['reject', '', { case: 'accept', value: false }],
    ['start', '2026-03-03T09:00', { case: 'start', value: '2026-03-03T09:00' }],
    ['end', '2026-03-03T16:00', { case: 'end', value: '2026-03-03T16:00' }],
    ['time', '2026-03-03T10:00', { case: 'time', value: '2026-03-03T10:00' }],
    ['status', 'late', { case: 'status', value: MarkStatus.LATE }],
    ['minutes', '45', { case: 'minutes', value: 45 }],
    ['person', 'a1', { case: 'person', value: 'a1' }],
  ] as const)('%s', (way, value, wanted) => {
    expect(of(way, value)).toMatchObject({ value: wanted, note: 'n' });
  });
});

test('an excuse is for days or until better, and says when the call was', () => {
  const one = { reason: 'sick', lastDay: '2026-03-05', calledAt: '' } as const;
  expect(excuse({ ...one, scope: 'today' }, '2026-03-03')).toMatchObject({ firstDay: '2026-03-03', lastDay: '2026-03-03', untilBetter: false, calledAt: '' });
  expect(excuse({ ...one, scope: 'days' }, '2026-03-03')).toMatchObject({ lastDay: '2026-03-05', untilBetter: false });
  expect(excuse({ ...one, scope: 'untilBetter', calledAt: '08:15' }, '2026-03-03')).toMatchObject({ lastDay: '', untilBetter: true, calledAt: '2026-03-03T08:15' });
});

test('each kind of credential is named as what it is', () => {
  expect(credential({ badge: 'b' }).who).toEqual({ case: 'badge', value: 'b' });
  expect(credential({ qr: 'q' }).who).toEqual({ case: 'qr', value: 'q' });
  expect(credential({ number: 'n' }).who).toEqual({ case: 'number', value: 'n' });
  expect(credential({ pin: '1' }).who).toEqual({ case: 'pin', value: '1' });
});

describe('the desk, over the wire', () => {
  const calls: { method: string; request: Record<string, unknown> }[] = [];
  const saved = { saved: { event: 'e1', person: 'p1', at: '10:40', notice: 'as it is' } };
  const answering =
    (answer: object = saved) =>
    (request: unknown, { method }: { method: { name: string } }) => {
      calls.push({ method: method.name, request: request as Record<string, unknown> });
      return answer;
    };
  const capture = answering();
  const desk = coachKioskOver(
    createRouterTransport(({ service }) => {
      service(KioskService, {
        sight: capture,
        markSession: capture,
        excuse: capture,
        endExcuse: capture,
        correctPresence: capture,
        recordPathStepHere: capture,
        logBuddyHelp: capture,
        logVisit: capture,
        endVisit: capture,
        moveSession: capture,
        cancelSession: capture,
        settleDiscrepancyHere: capture,
        settleContest: capture,
        changeCaseHere: capture,
        registerWalkIn: capture,
        voidEvent: capture,
        signOffSession: answering({ ...saved, entries: 9, open: 2 }),
        parkKiosk: answering({ ...saved, outboxEmpty: true }),
        getToday: answering({ sessions: [{ session: 's1' }] }),
        getSession: answering({ session: { session: 's1', title: 'Taal' } }),
        listDiscrepanciesHere: answering({ items: [{ id: 'd1', open: true }, { id: 'd2', open: false }] }),
      });
      service(KioskPageService, {
        planVisit: capture,
        confirmVisit: capture,
        assignBadge: capture,
        recordPhrase: capture,
        openPictureList: answering({}),
        closePictureList: answering({}),
        getWelcome: answering({ day: '2026-03-03', time: '10:40' }),
        listVisits: answering({}),
        listUnowned: () => {
          throw new ConnectError('this ticket is over', Code.Unauthenticated);
        },
      });
    }),
  ).with('t1');

  const correction = { day: '2026-03-03', start: '09:05', end: '15:30', didNotHappen: false, reason: 'forgotten', note: '' } as const;
  const visit = { ...emptyVisit('2026-03-03'), resident: 'r1', participants: ['a'], start: '10:00', end: '11:00', outcome: 'done' } as const;
  const deeds: Record<string, (desk: CoachDesk) => Promise<unknown>> = {
    Sight: (one) => one.sight('a', true),
    MarkSession: (one) => one.mark('a', 's1', 'late'),
    Excuse: (one) => one.excuse('a', { scope: 'today', lastDay: '', calledAt: '', reason: 'sick' }, '2026-03-03'),
    EndExcuse: (one) => one.better('a'),
    CorrectPresence: (one) => one.correct('a', correction),
    RecordPathStepHere: (one) => one.talk('a', { minutes: '20', about: 'goal', note: ' well ' }, 'Doel'),
    LogBuddyHelp: (one) => one.help({ helper: 'a', helped: 'b', subject: 'language', minutes: '30', day: '2026-03-03' }),
    LogVisit: (one) => one.logVisit(visit),
    EndVisit: (one) =>
      one.endVisit({ visit: 'v', participants: ['a'], residents: ['r1'], day: '2026-03-03', end: '', outcome: 'refused', tasks: ['walk'] }),
    MoveSession: (one) => one.moveSession('s1', { day: '2026-03-04', start: '10:00', end: '12:00' }),
    CancelSession: (one) => one.cancelSession('s1'),
    SettleDiscrepancyHere: (one) => one.settle({ id: 'd1', way: 'accept', value: '', note: '' }),
    SettleContest: (one) => one.settleContest('e4', 'present'),
    ChangeCaseHere: (one) => one.changeCase('c1', { kind: 'heard', text: 'x', language: 'ti', interpreter: true }),
    RegisterWalkIn: (one) => one.registerWalkIn({ given: ' Yonas ', family: '', birthDate: '', language: 'ti' }, { badge: '04FF' }),
    VoidEvent: (one) => one.undo('e1'),
    SignOffSession: (one) => one.signOff('s1'),
    ParkKiosk: (one) => one.park(),
    PlanVisit: (one) => one.planVisit({ participants: ['a'], residents: ['r1'], day: '2026-03-05', start: '10:00', end: '11:00' }),
    ConfirmVisit: (one) => one.confirmVisit('e1', { carer: 'Mevrouw X' }),
    AssignBadge: (one) => one.assignBadge('a', { pin: '2468' }),
    RecordPhrase: (one) => one.recordPhrase('done.left', 'ti', { type: 'audio/webm', bytes: new Uint8Array([1]) }),
  };

  test.each(Object.entries(deeds))('%s is called by the coach whose ticket it is, and answers what was saved', async (method, deed) => {
    calls.length = 0;
    expect(await deed(desk)).toMatchObject({ event: 'e1', at: '10:40', notice: 'as it is' });
    expect(calls.map((call) => call.method)).toEqual([method]);
    const request = calls[0]?.request ?? {};
    const holder = 'coach' in request ? (request['coach'] as { who: unknown }).who : { case: 'ticket', value: request['ticket'] };
    expect(holder).toEqual({ case: 'ticket', value: 't1' });
  });

  test('what was filled in is what is asked', async () => {
    calls.length = 0;
    for (const deed of Object.values(deeds)) await deed(desk);
    const asked = (method: string) => calls.find((call) => call.method === method)?.request;
    expect(asked('Sight')).toMatchObject({ person: 'a', byPhone: true });
    expect(asked('MarkSession')).toMatchObject({ person: 'a', session: 's1', status: MarkStatus.LATE });
    expect(asked('Excuse')).toMatchObject({ who: { who: { case: 'person', value: 'a' } }, reason: AbsenceReason.SICK });
    expect(asked('CorrectPresence')).toMatchObject({ start: '2026-03-03T09:05', end: '2026-03-03T15:30', reason: CorrectionReason.FORGOTTEN });
    expect(asked('RecordPathStepHere')).toMatchObject({ step: { type: 'one_to_one', minutes: 20, note: 'Doel: well' } });
    expect(asked('LogBuddyHelp')).toMatchObject({ side: HelpSide.COACH, minutes: 30, subject: 'language', day: '2026-03-03' });
    expect(asked('LogVisit')).toMatchObject({ residents: ['r1'], start: '2026-03-03T10:00', end: '2026-03-03T11:00', outcome: VisitOutcome.DONE });
    expect(asked('EndVisit')).toMatchObject({ visit: 'v', end: '', outcome: VisitOutcome.REFUSED, tasks: [VisitTask.WALK] });
    expect(asked('MoveSession')).toMatchObject({ session: 's1', start: '2026-03-04T10:00', end: '2026-03-04T12:00' });
    expect(asked('SettleContest')).toMatchObject({ contest: 'e4', status: MarkStatus.PRESENT });
    expect(asked('ChangeCaseHere')).toMatchObject({ change: { case: 'c1', change: { case: 'heard', value: { text: 'x', language: 'ti', interpreter: true } } } });
    expect(asked('RegisterWalkIn')).toMatchObject({ name: { given: 'Yonas', family: '' }, language: 'ti', credential: { who: { case: 'badge', value: '04FF' } } });
    expect(asked('VoidEvent')).toMatchObject({ event: 'e1', reason: VoidReason.WRONG_TAP });
    expect(asked('ConfirmVisit')).toMatchObject({ event: 'e1', by: { case: 'carer', value: 'Mevrouw X' } });
    expect(asked('AssignBadge')).toMatchObject({ person: 'a', credential: { who: { case: 'pin', value: '2468' } } });
    expect(asked('RecordPhrase')).toMatchObject({ phrase: 'done.left', language: 'ti', sound: { mediaType: 'audio/webm', content: new Uint8Array([1]) } });
  });

  test('a contest whose list stands is settled without a status', async () => {
    calls.length = 0;
    await desk.settleContest('e4', null);
    expect(calls[0]?.request).toMatchObject({ status: MarkStatus.UNSPECIFIED });
  });
  test('sign-off and parking say what else there is to know', async () => {
    expect(await desk.signOff('s1')).toMatchObject({ entries: 9, open: 2 });
    expect(await desk.park()).toMatchObject({ outboxEmpty: true });
    expect(await desk.registerWalkIn({ given: 'Y', family: '', birthDate: '', language: null }, null)).toMatchObject({ person: 'p1' });
  });
  test('the time is the kiosk\'s', async () => {
    expect(await desk.clock()).toEqual({ day: '2026-03-03', time: '10:40' });
  });
  test('a day is asked with each of its sessions; what is settled is not open', async () => {
    expect((await desk.day('2026-03-03')).sessions.map(({ title }) => title)).toEqual(['Taal']);
    expect((await desk.discrepancies()).map(({ id }) => id)).toEqual(['d1']);
  });
  test('a ticket that is over is told apart', async () => {
    await expect(desk.unowned()).rejects.toMatchObject({ over: true });
    await expect(desk.unowned()).rejects.toBeInstanceOf(CoachTrouble);
  });
});
