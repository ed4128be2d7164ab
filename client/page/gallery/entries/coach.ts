import BadgeAssignment from '../../src/coach/BadgeAssignment.svelte';
import Calls from '../../src/coach/Calls.svelte';
import CorrectForm from '../../src/coach/CorrectForm.svelte';
import Discrepancies from '../../src/coach/Discrepancies.svelte';
import ExcuseForm from '../../src/coach/ExcuseForm.svelte';
import GroupMarking from '../../src/coach/GroupMarking.svelte';
import HelpForm from '../../src/coach/HelpForm.svelte';
import KioskStatus from '../../src/coach/KioskStatus.svelte';
import PersonSheet from '../../src/coach/PersonSheet.svelte';
import SignOff from '../../src/coach/SignOff.svelte';
import TalkForm from '../../src/coach/TalkForm.svelte';
import Today from '../../src/coach/Today.svelte';
import WalkIn from '../../src/coach/WalkIn.svelte';
import type { BoardGroup, Need } from '../../src/coach/model/board.ts';
import type { Discrepancy } from '../../src/coach/model/discrepancies.ts';
import type { KioskStanding } from '../../src/coach/model/kiosk.ts';
import type { PersonModel } from '../../src/coach/model/person.ts';
import { emptyPin } from '../../src/flow/pin.ts';
import { coach, nothing, type Entry } from '../entry.ts';
import { agnieszka, amina, bilal, fatma, group, hodan, jean, longest, rosa, samira, tesfay, zahra } from '../people.ts';

const morning: BoardGroup = {
  session: 's1',
  title: 'Koken en rekenen',
  start: '09:00',
  end: '12:00',
  cancelled: false,
  people: [
    { who: samira, standing: { state: 'present', since: '08:57' } },
    { who: bilal, standing: { state: 'late', since: '09:21' } },
    { who: tesfay, standing: { state: 'unknown' } },
    { who: fatma, standing: { state: 'visit', since: '10:30' } },
    { who: agnieszka, standing: { state: 'excused' } },
    { who: rosa, standing: { state: 'pending', kiosk: 'Noord' } },
    { who: hodan, standing: { state: 'absent' } },
    { who: zahra, standing: { state: 'unclear' } },
    { who: longest, standing: { state: 'left', since: '11:45' } },
  ],
};
const afternoon: BoardGroup = {
  session: 's2',
  title: 'Nederlands in de zorg',
  start: '13:00',
  end: '16:00',
  cancelled: false,
  signedOff: { by: 'Coach Verzonnen', at: '16:05', changedSince: 1 },
  people: [
    { who: amina, standing: { state: 'coming' } },
    { who: jean, standing: { state: 'coming' } },
  ],
};
const needs: readonly Need[] = [
  { kind: 'pending', who: rosa, kiosk: 'Noord' },
  { kind: 'unknown', who: tesfay, began: '09:00' },
  { kind: 'unseen', count: 12, title: 'Nederlands in de zorg', began: '13:00', session: 's2' },
  { kind: 'call', who: hodan, language: 'so', called: 'c1' },
  { kind: 'discrepancy', who: zahra, words: 'sort.mark_against_presence', discrepancy: 'd2' },
  { kind: 'forgotten', who: bilal, day: '2026-03-02', discrepancy: 'd4' },
  { kind: 'unowned', event: 'e9', at: '09:12', picture: 'boat', discrepancy: 'd5' },
];
const today = {
  date: 'dinsdag 3 maart',
  groups: [morning, afternoon],
  others: [{ who: jean, since: '09:40' }],
  needs,
  onsight: nothing,
  onopen: nothing,
  onneed: nothing,
  onmark: nothing,
  onsignoff: nothing,
  onsession: nothing,
};

const person: PersonModel = {
  language: 'ti',
  today: '2026-03-03',
  now: { state: 'unknown' },
  facts: {
    who: tesfay,
    minutes: 3860,
    minutesToConfirm: 180,
    targetMinutes: 14400,
    helpGivenMinutes: 45,
    helpReceivedMinutes: 30,
    contests: [],
    sightings: [{ day: '2026-03-02', seen: ['09:10', '10:30'], goal: 3 }],
    week: [
      {
        session: 's1',
        day: '2026-03-02',
        title: 'Nederlands in de zorg',
        start: '09:00',
        end: '12:00',
        standing: { state: 'present', since: '08:59' },
        why: '',
        attendedMinutes: 180,
      },
      {
        session: 's2',
        day: '2026-03-03',
        title: 'Koken en rekenen',
        start: '09:00',
        end: '12:00',
        standing: { state: 'pending', kiosk: 'Noord' },
        why: 'waits for Noord (not heard since 08:40)',
        attendedMinutes: 0,
      },
      {
        session: 's3',
        day: '2026-03-06',
        title: 'Koken en rekenen',
        start: '09:00',
        end: '12:00',
        standing: { state: 'coming' },
        why: 'begins 2026-03-06 09:00',
        attendedMinutes: 0,
      },
    ],
  },
};
const personDeeds = { span: 'Deze week', onweek: nothing, ondo: nothing, oncorrect: nothing, onvoice: nothing, oncontest: nothing, onback: nothing };

const settler = 'a coach or the office';
const discrepancies: readonly Discrepancy[] = [
  {
    id: 'd1',
    kind: 'visit_times_differ',
    people: [fatma, rosa],
    day: '2026-03-02',
    session: '',
    what: 'the logs of a visit differ in its times',
    detail: '',
    ageDays: 1,
    said: [
      { what: 'visit 10:30–11:30', who: 'Fatma', where: 'Nieuw-West, balie', at: '2026-03-02 11:34', strength: 'own', event: 'e1' },
      { what: 'visit 10:30–12:00', who: 'Coach Verzonnen', where: 'Nieuw-West, laptop', at: '2026-03-02 15:10', strength: 'coach', event: 'e2' },
    ],
    suggestion: 'end 12:00',
    settler,
    ways: ['start', 'end', 'accept'],
    settlements: [],
  },
  {
    id: 'd2',
    kind: 'attendance_contested',
    people: [zahra],
    day: '2026-02-27',
    session: 'Taal, 14, 09:00-12:00',
    what: 'the participant says that it is not right',
    detail: '',
    ageDays: 4,
    said: [
      { what: 'marked absent', who: 'Coach Verzonnen', where: 'Nieuw-West, balie', at: '2026-02-27 12:10', strength: 'coach', event: 'e3' },
      { what: 'attendance contested', who: 'Zahra', where: 'Nieuw-West, balie', at: '2026-03-02 09:02', strength: 'own', event: 'e4' },
    ],
    suggestion: '',
    settler: 'a coach or the office, but nobody whose own word it is about',
    ways: ['status', 'accept'],
    settlements: [],
  },
  {
    id: 'd3',
    kind: 'brand_new',
    people: [hodan],
    day: '2026-03-03',
    session: '',
    what: 'something that only a newer kiosk knows',
    detail: 'said in its own words',
    ageDays: 0,
    said: [{ what: 'check-in 00:04–00:09', who: 'the device', where: 'Noord, balie', at: '', strength: 'name tile', event: 'e5' }],
    suggestion: '',
    settler,
    ways: ['time', { unknown: 'weigh' }],
    settlements: [{ value: 'accept', who: 'Coach Verzonnen', at: '2026-03-03 10:00' }],
  },
];
const sorting = { items: discrepancies, people: [], onway: nothing, onvalue: nothing, onsettle: nothing, onvoice: nothing };

const now = new Date('2026-03-03T13:03:00Z');
const kiosk: KioskStanding = {
  name: 'Balie',
  centre: 'Nieuw-West',
  unsent: 0,
  oldestUnsent_ms: 0,
  lastContact_ms: now.getTime() - 20_000,
  heardThrough_ms: now.getTime() - 60_000,
  upToDate: true,
  reason: '',
  clockUncertain: false,
  compared_ms: now.getTime() - 300_000,
  compared: 23,
  sentAgain: 0,
  shownDifferently: 0,
  standing: '',
  version: '0.5.0',
};
const kioskScreen = {
  now_ms: now.getTime(),
  practice: false,
  parking: false,
  others: [
    { device: 'k2', name: 'Noord', heardThrough_ms: now.getTime() - 61_000, heardThrough: '14:01', standing: '' },
    {
      device: 'k3',
      name: 'Laptop van de begeleiders',
      heardThrough_ms: now.getTime() - 80_000_000,
      heardThrough: '2026-03-02 15:49',
      standing: '',
    },
    { device: 'k4', name: 'Oude tablet', heardThrough_ms: 0, heardThrough: '', standing: 'parked' },
  ],
  onpractice: nothing,
  onpictures: nothing,
  onphrases: nothing,
  onparking: nothing,
  onpark: nothing,
};

const walkIn = {
  onsearch: nothing,
  onchoose: nothing,
  oncreate: nothing,
  onchange: nothing,
  onregister: nothing,
  onback: nothing,
};
const badge = { who: amina, onway: nothing, onnumber: nothing, onpin: nothing, onfirst: nothing, ongive: nothing, onback: nothing };
const noBadge = { way: 'reader', read: '', number: '', pin: emptyPin, first: '' } as const;
const calls = { onopen: nothing, onchange: nothing, onstep: nothing, onperson: nothing };
const form = { onchange: nothing, onsave: nothing, onback: nothing };

export const coachEntries: readonly Entry[] = [
  coach('coach-today', Today, today),
  coach('coach-today-well', Today, { ...today, needs: [], groups: [{ ...afternoon, cancelled: true, signedOff: undefined }] }),
  coach('coach-today-saved', Today, today),
  coach('coach-today-trouble', Today, today),
  coach('coach-today-none', Today, { ...today, needs: [], groups: [], others: [] }),
  coach('coach-today-loading', Today, { ...today, needs: [], groups: [], others: [], loading: true }),
  coach('coach-today-practice', Today, today, { practice: true }),
  coach('coach-group', GroupMarking, {
    title: morning.title,
    people: morning.people,
    marks: { d5: 'present', h8: 'excused' },
    onmarks: nothing,
    onsave: nothing,
    onback: nothing,
  }),
  coach('coach-person', PersonSheet, { model: person, ...personDeeds }),
  coach('coach-person-sick', PersonSheet, {
    model: { ...person, language: '', now: { state: 'excused' }, facts: { ...person.facts, who: agnieszka, targetMinutes: 0, sightings: [], week: [] } },
    ...personDeeds,
  }),
  coach('coach-person-contest', PersonSheet, { model: { ...person, facts: { ...person.facts, contests: ['e4'] } }, ...personDeeds }),
  coach('coach-correct', CorrectForm, {
    who: bilal,
    was: 'ma 2 maart 09:05–16:00',
    value: { day: '2026-03-02', start: '09:05', end: '15:30', didNotHappen: false, reason: 'forgotten', note: '' },
    ...form,
  }),
  coach('coach-correct-not', CorrectForm, {
    who: bilal,
    was: '',
    value: { day: '2026-03-02', start: '09:05', end: '15:30', didNotHappen: true, reason: 'wrongPerson', note: '' },
    ...form,
  }),
  coach('coach-excuse', ExcuseForm, {
    who: agnieszka,
    value: { scope: 'days', lastDay: '2026-03-05', calledAt: '08:15', reason: 'childcare' },
    ...form,
  }),
  coach('coach-talk', TalkForm, { who: hodan, value: { minutes: '20', about: 'progress', note: '' }, ...form }),
  coach('coach-help', HelpForm, {
    people: group,
    value: { helper: 'b7', helped: null, subject: 'language', minutes: '30', day: '2026-03-03' },
    onchange: nothing,
    onsave: nothing,
  }),
  coach('coach-sign-off', SignOff, { title: morning.title, people: morning.people, open: 3, onsign: nothing, onback: nothing }),
  coach('coach-calls', Calls, {
    ...calls,
    cases: [
      { id: 'c1', who: hodan, language: 'so', days: ['2026-03-03'], stage: 'call', stageSaid: 'call' },
      { id: 'c2', who: tesfay, language: 'ti', days: ['2026-03-02', '2026-03-03'], stage: 'open', stageSaid: 'open' },
      { id: 'c3', who: bilal, language: 'tzm', days: ['2026-02-23', '2026-02-24'], stage: 'heard', stageSaid: 'heard' },
      { id: 'c4', who: rosa, language: 'es', days: ['2026-02-16', '2026-02-17'], stage: 'sent', stageSaid: 'sent' },
      { id: 'c5', who: fatma, language: 'tr', days: ['2026-02-09', '2026-02-10'], stage: 'retracted', stageSaid: 'retracted' },
      { id: 'c6', who: samira, language: '', days: ['2026-02-09'], stage: 'other', stageSaid: 'weighed anew' },
    ],
    open: null,
  }),
  coach('coach-calls-open', Calls, {
    ...calls,
    cases: [{ id: 'c2', who: tesfay, language: 'tzm', days: ['2026-03-02', '2026-03-03'], stage: 'open', stageSaid: 'open' }],
    open: { id: 'c2', text: 'Zijn zoon was ziek.', language: 'tzm', interpreter: true },
  }),
  coach('coach-calls-none', Calls, { ...calls, cases: [], open: null }),
  coach('coach-sort', Discrepancies, { ...sorting, settling: null }),
  coach('coach-sort-status', Discrepancies, { ...sorting, settling: { id: 'd2', way: 'status', value: 'present', note: '' } }),
  coach('coach-sort-time', Discrepancies, { ...sorting, settling: { id: 'd1', way: 'end', value: '2026-03-02T11:45', note: '' } }),
  coach('coach-sort-accept', Discrepancies, { ...sorting, first: 'd2', settling: { id: 'd1', way: 'accept', value: '', note: '' } }),
  coach('coach-sort-none', Discrepancies, { ...sorting, items: [], settling: null }),
  coach('coach-walk-in', WalkIn, { ...walkIn, search: '', found: [], entry: null }),
  coach('coach-walk-in-found', WalkIn, { ...walkIn, search: 'Sam', found: [samira, amina], entry: null }),
  coach('coach-walk-in-nobody', WalkIn, { ...walkIn, search: 'Yonas Verzonnen', found: [], entry: null }),
  coach('coach-walk-in-new', WalkIn, {
    ...walkIn,
    search: 'Yonas Verzonnen',
    found: [],
    entry: { given: 'Yonas', family: 'Verzonnen', birthDate: '', language: 'ti' },
  }),
  coach('coach-badge', BadgeAssignment, { ...badge, value: noBadge }),
  coach('coach-badge-read', BadgeAssignment, { ...badge, value: { ...noBadge, read: '04A1B2C3' } }),
  coach('coach-badge-number', BadgeAssignment, { ...badge, value: { ...noBadge, way: 'number', number: '123-456-789' } }),
  coach('coach-badge-pin', BadgeAssignment, { ...badge, value: { ...noBadge, way: 'pin', pin: { ...emptyPin, digits: '24' } } }),
  coach('coach-badge-pin-differs', BadgeAssignment, {
    ...badge,
    value: { ...noBadge, way: 'pin', first: '2468', pin: { ...emptyPin, digits: '2469', complete: true } },
  }),
  coach('coach-kiosk', KioskStatus, { ...kioskScreen, standing: kiosk }),
  coach('coach-kiosk-behind', KioskStatus, {
    ...kioskScreen,
    practice: true,
    parking: true,
    others: [],
    standing: {
      ...kiosk,
      unsent: 12,
      oldestUnsent_ms: now.getTime() - 17_280_000,
      lastContact_ms: now.getTime() - 17_580_000,
      reason: 'no connection to the server at wijkboek.example:443; what was saved stays safe here and is sent later (trying again in 30 s)',
      clockUncertain: true,
      sentAgain: 2,
      shownDifferently: 1,
      standing: 'parked',
    },
  }),
];
