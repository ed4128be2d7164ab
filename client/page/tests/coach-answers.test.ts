import { create } from '@bufbuild/protobuf';
import { Code, ConnectError } from '@connectrpc/connect';
import { describe, expect, test } from 'vitest';
import { KioskHereSchema, VisitHereSchema } from '../generated/wijkboek/v1/kiosk_page_pb.ts';
import {
  AttendanceRowSchema,
  GetPersonResponseSchema,
  GetSessionResponseSchema,
  GetStatusResponseSchema,
  GetTodayResponseSchema,
  PersonSchema,
} from '../generated/wijkboek/v1/kiosk_pb.ts';
import { ClockQuality } from '../generated/wijkboek/v1/common_pb.ts';
import { AttendanceState } from '../generated/wijkboek/v1/presence_pb.ts';
import { VisitOutcome, VisitTask } from '../generated/wijkboek/v1/sealed_pb.ts';
import { CaseItemSchema, DiscrepancyItemSchema } from '../generated/wijkboek/v1/settling_pb.ts';
import { caseOf, dayOf, discrepancyOf, kioskOf, otherKioskOf, personHereOf, personOf, visitOf } from '../src/coach/kiosk/answers.ts';
import { savedOf } from '../src/coach/kiosk/saved.ts';
import { standingOf, waitedFor } from '../src/coach/kiosk/standing.ts';
import { troubleOf } from '../src/coach/kiosk/trouble.ts';
import { CoachTrouble } from '../src/coach/kiosk/port.ts';
import { civilOf, isBehind, isOffline, momentOf } from '../src/coach/model/kiosk.ts';

const row = (state: AttendanceState, why = '', more: object = {}) => create(AttendanceRowSchema, { state, why, ...more });
const stands = (state: AttendanceState, why = '', since?: string, more: object = {}) => standingOf(row(state, why, more), since);

describe('how it stands, state by state', () => {
  test('pending: to come, not known yet, here already, or waiting for a kiosk', () => {
    const { PENDING } = AttendanceState;
    expect(stands(PENDING, 'begins 13:00')).toEqual({ state: 'coming' });
    expect(stands(PENDING, 'until 12:15')).toEqual({ state: 'unknown' });
    expect(stands(PENDING, 'begins 13:00', '08:57')).toEqual({ state: 'present', since: '08:57' });
    expect(stands(PENDING, 'waits for Noord (not heard since 10:40)')).toEqual({ state: 'pending', kiosk: 'Noord' });
  });
  test('present, late, and left', () => {
    const { PRESENT } = AttendanceState;
    expect(stands(PRESENT, '', '08:57')).toEqual({ state: 'present', since: '08:57' });
    expect(stands(PRESENT, 'came at 09:21', undefined, { late: true })).toEqual({ state: 'late', since: '09:21' });
    expect(stands(PRESENT, 'left at 11:45', undefined, { leftEarly: true })).toEqual({ state: 'left', since: '11:45' });
    // Left early and came back: here.
    expect(stands(PRESENT, 'left at 11:45', '11:50', { leftEarly: true })).toEqual({ state: 'present', since: '11:50' });
    expect(stands(PRESENT, "by a coach's mark")).toEqual({ state: 'present' });
  });
  test.each([
    [AttendanceState.EXCUSED, 'excused'],
    [AttendanceState.ABSENT, 'absent'],
    [AttendanceState.UNCLEAR, 'unclear'],
    [AttendanceState.UNKNOWN, 'unclear'],
    [AttendanceState.UNSPECIFIED, 'unclear'],
    // One that this page does not know yet.
    [99 as AttendanceState, 'unclear'],
  ])('%s is %s', (state, wanted) => {
    expect(stands(state).state).toBe(wanted);
  });
  test('every kiosk that is waited for is named, also one with "and" in its name', () => {
    expect(waitedFor('waits for Zuid and West (not heard since 2026-03-02 16:20) and Laptop (never heard)')).toEqual(['Zuid and West', 'Laptop']);
    expect(waitedFor('waits for this kiosk (nothing sent yet)')).toEqual(['this kiosk']);
    expect(waitedFor("by a coach's mark; waits for Noord (not heard since 10:40)")).toEqual(['Noord']);
    expect(waitedFor('nobody saw them')).toEqual([]);
  });
});

test('a day: its sessions, and who is here without being expected', () => {
  const today = create(GetTodayResponseSchema, {
    persons: [
      { person: 'a', name: 'Amina', present: true, since: '08:57' },
      { person: 'w', name: 'Yonas', present: true, since: '09:40' },
      { person: 'x', name: 'Weg', present: false },
    ],
  });
  const session = create(GetSessionResponseSchema, {
    session: { session: 's', title: 'Taal', start: '09:00', end: '12:00' },
    day: '2026-03-03',
    rows: [
      { person: 'a', name: 'Amina', state: AttendanceState.PRESENT, final: true },
      { person: 'bbbbbbbbbbbb', name: '', state: AttendanceState.ABSENT },
    ],
    signedOffBy: 'Coach',
    signedOffAt: '2026-03-03 12:05',
    changedSince: 1,
  });
  const day = dayOf('2026-03-03', today, [session]);
  expect(day.others).toEqual([{ who: { person: 'w', name: 'Yonas' }, since: '09:40' }]);
  expect(day.sessions[0]?.signedOff).toEqual({ by: 'Coach', at: '12:05', changedSince: 1 });
  // Whose name cannot be read is still there.
  expect(day.sessions[0]?.rows.map(({ who, standing }) => [who.name, standing.state])).toEqual([
    ['Amina', 'present'],
    ['bbbbbbbb', 'absent'],
  ]);
  expect(dayOf('d', create(GetTodayResponseSchema), [create(GetSessionResponseSchema)]).sessions[0]?.signedOff).toBeUndefined();
});

test('a person', () => {
  const facts = personOf(
    create(GetPersonResponseSchema, {
      person: 'a',
      name: 'Amina',
      hoursMinutes: 61,
      hoursToConfirmMinutes: 62,
      targetMinutes: 63,
      helpGivenMinutes: 64,
      helpReceivedMinutes: 65,
      openContests: ['e4'],
      sightings: [{ day: '2026-03-02', seen: ['09:10'], goal: 3 }],
      rows: [{ session: 's', day: '2026-03-02', title: 'Taal', start: '09:00', end: '12:00', state: AttendanceState.ABSENT, why: 'nobody saw them', attendedMinutes: 5 }],
    }),
  );
  expect(facts).toMatchObject({ minutes: 61, minutesToConfirm: 62, targetMinutes: 63, helpGivenMinutes: 64, helpReceivedMinutes: 65, contests: ['e4'] });
  expect(facts.week[0]).toMatchObject({ session: 's', standing: { state: 'absent' }, why: 'nobody saw them', attendedMinutes: 5 });
  expect(personHereOf(create(PersonSchema, { person: 'c', name: 'X', role: 'caretaker' })).role).toBe('caretaker');
});

test('a discrepancy: ways that this page does not know yet are kept as they are called', () => {
  const item = discrepancyOf(
    create(DiscrepancyItemSchema, { id: 'd', kind: 'k', people: [{ person: 'a', name: 'A' }], ways: ['accept', 'weigh', 'person'], said: [{ strength: 'oath' }] }),
  );
  expect(item.ways).toEqual(['accept', { unknown: 'weigh' }, 'person']);
  expect(item.said[0]?.strength).toBe('oath');
});

test('a case: a stage that this page does not know yet is shown as it is called', () => {
  expect(caseOf(create(CaseItemSchema, { stage: 'heard' }))).toMatchObject({ stage: 'heard' });
  expect(caseOf(create(CaseItemSchema, { stage: 'retraction acknowledged' })).stage).toBe('retraction acknowledged');
  expect(caseOf(create(CaseItemSchema, { stage: 'weighed' }))).toMatchObject({ stage: 'other', stageSaid: 'weighed' });
});

test('a visit is planned, open or done; outcomes and tasks that are not known yet are not dropped', () => {
  const visit = (more: object) => visitOf(create(VisitHereSchema, more));
  expect(visit({ planned: true, visit: { start: '10:00', end: '11:00' } })).toMatchObject({ state: 'planned', end: '11:00' });
  expect(visit({ visit: { open: true, end: '11:00' } })).toMatchObject({ state: 'open', end: '' });
  expect(visit({ visit: { end: '11:00' } })).toMatchObject({ state: 'done', outcome: null });
  expect(visit({ outcome: VisitOutcome.NOT_AT_HOME }).outcome).toBe('notAtHome');
  expect(visit({ outcome: 99 as VisitOutcome }).outcome).toBe('unknown');
  expect(visit({ tasks: [VisitTask.GARDEN, 99 as VisitTask, VisitTask.UNSPECIFIED] }).tasks).toEqual(['garden', 'unknown', 'unknown']);
});

describe('the kiosk', () => {
  test.each([
    [ClockQuality.SAMPLED, false],
    [ClockQuality.DISCIPLINED, false],
    [ClockQuality.UNKNOWN, true],
    [ClockQuality.UNSPECIFIED, true],
    [99 as ClockQuality, true],
  ])('a clock of quality %s is uncertain: %s', (clockQuality, uncertain) => {
    expect(kioskOf(create(GetStatusResponseSchema, { clockQuality })).clockUncertain).toBe(uncertain);
  });
  test('times are those of the centre, whatever the machine thinks', () => {
    expect(civilOf(Date.parse('2026-03-03T23:30:00Z'))).toEqual({ day: '2026-03-04', time: '00:30' });
    expect(civilOf(Date.parse('2026-07-03T12:05:00Z'))).toEqual({ day: '2026-07-03', time: '14:05' });
  });
  test('the moment of a civil time, in winter, in summer and in the night of the change', () => {
    for (const moment of ['2026-03-03T23:30:00Z', '2026-07-03T12:05:00Z', '2026-03-29T01:30:00Z', '2026-10-25T05:00:00Z']) {
      const { day, time } = civilOf(Date.parse(moment));
      expect(new Date(momentOf(day, time)).toISOString()).toBe(moment.replace('Z', '.000Z'));
    }
  });
  test('who was not heard for two minutes is behind, and who is put away is not', () => {
    const now = 10_000_000;
    const other = (heard: number, standing = '') => otherKioskOf(create(KioskHereSchema, { heardThroughMs: BigInt(heard), standing }));
    expect([isBehind(other(now - 60_000), now), isBehind(other(now - 180_000), now), isBehind(other(0, 'parked'), now)]).toEqual([false, true, false]);
    const standing = (contact: number) => kioskOf(create(GetStatusResponseSchema, { lastContactMs: BigInt(contact) }));
    expect([isOffline(standing(now - 60_000), now), isOffline(standing(now - 180_000), now)]).toEqual([false, true]);
  });
});

describe('what goes amiss', () => {
  test.each([
    [Code.Unauthenticated, 'over'],
    [Code.ResourceExhausted, 'full'],
    [Code.Unavailable, 'restarting'],
    [Code.DeadlineExceeded, 'restarting'],
    [Code.Unknown, 'restarting'],
    [Code.InvalidArgument, 'refused'],
    [Code.NotFound, 'refused'],
    [Code.FailedPrecondition, 'refused'],
    [Code.PermissionDenied, 'refused'],
  ] as const)('code %s is %s', (code, wanted) => {
    const trouble = troubleOf(new ConnectError('so it is', code));
    expect(trouble.code).toBe(wanted);
    expect(trouble.said).toBe(wanted === 'restarting' ? '' : 'so it is');
    expect(trouble.over).toBe(wanted === 'over');
  });
  test('an answer without an event is no promise', () => {
    expect(() => savedOf(undefined)).toThrow(CoachTrouble);
  });
});
