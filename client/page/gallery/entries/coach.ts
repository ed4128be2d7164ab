import BadgeAssignment from '../../src/coach/BadgeAssignment.svelte';
import Calls from '../../src/coach/Calls.svelte';
import CoachLogin from '../../src/coach/CoachLogin.svelte';
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
import VisitForm from '../../src/coach/VisitForm.svelte';
import WalkIn from '../../src/coach/WalkIn.svelte';
import type { BoardGroup, Need } from '../../src/coach/model/board.ts';
import type { Discrepancy } from '../../src/coach/model/discrepancies.ts';
import type { KioskModel } from '../../src/coach/model/kiosk.ts';
import type { PersonModel } from '../../src/coach/model/person.ts';
import { coach, nothing, type Entry } from '../entry.ts';
import { agnieszka, amina, bilal, carer, fatma, group, hodan, jean, longest, residents, rosa, samira, tesfay, zahra } from '../people.ts';

const morning: BoardGroup = {
  session: 's1',
  title: 'Koken en rekenen',
  start: '09:00',
  end: '12:00',
  people: [
    { who: samira, standing: { state: 'present', since: '08:57' }, seen: 2, goal: 3 },
    { who: bilal, standing: { state: 'late', since: '09:21' }, seen: 1, goal: 3 },
    { who: tesfay, standing: { state: 'unknown' }, seen: 0, goal: 3 },
    { who: fatma, standing: { state: 'visit', since: '10:30' }, seen: 1, goal: 3 },
    { who: agnieszka, standing: { state: 'excused' }, seen: 0, goal: 3 },
    { who: rosa, standing: { state: 'pending', kiosk: 'Noord' }, seen: 0, goal: 3 },
    { who: hodan, standing: { state: 'absent' }, seen: 0, goal: 3 },
    { who: zahra, standing: { state: 'unclear' }, seen: 1, goal: 3 },
    { who: longest, standing: { state: 'left', since: '11:45' }, seen: 3, goal: 3 },
  ],
};
const afternoon: BoardGroup = {
  session: 's2',
  title: 'Nederlands in de zorg',
  start: '13:00',
  end: '16:00',
  signedOff: { by: 'Coach Verzonnen', at: '16:05', changedSince: 1 },
  people: [
    { who: amina, standing: { state: 'coming' }, seen: 0, goal: 3 },
    { who: jean, standing: { state: 'coming' }, seen: 0, goal: 3 },
  ],
};
const needs: readonly Need[] = [
  { kind: 'pending', who: rosa, kiosk: 'Noord' },
  { kind: 'unknown', who: tesfay, began: '09:00' },
  { kind: 'call', who: hodan, language: 'Soomaali' },
  { kind: 'discrepancy', who: zahra },
  { kind: 'forgotten', who: bilal, cameAt: '09:05' },
  { kind: 'unowned', at: '09:12', picture: 'Boot' },
];
const today = {
  date: 'dinsdag 3 maart',
  groups: [morning, afternoon],
  needs,
  onsight: nothing,
  onopen: nothing,
  onneed: nothing,
  onmark: nothing,
  onsignoff: nothing,
};

const person: PersonModel = {
  who: tesfay,
  language: 'ትግርኛ',
  now: { state: 'unknown' },
  sick: false,
  hours: 64,
  hoursTarget: 240,
  seen: 0,
  goal: 3,
  week: [
    {
      session: 's1',
      day: 'ma 2 maart',
      title: 'Nederlands in de zorg',
      start: '09:00',
      end: '12:00',
      standing: { state: 'present', since: '08:59' },
    },
    {
      session: 's2',
      day: 'di 3 maart',
      title: 'Koken en rekenen',
      start: '09:00',
      end: '12:00',
      standing: { state: 'pending', kiosk: 'Noord' },
      why: 'Kiosk Noord heeft sinds 08:40 niets verstuurd. Wacht, of teken hier wat je weet.',
    },
    { session: 's3', day: 'vr 6 maart', title: 'Koken en rekenen', start: '09:00', end: '12:00', standing: { state: 'coming' } },
  ],
};

const discrepancies: readonly Discrepancy[] = [
  {
    id: 'd1',
    kind: 'visit_times_differ',
    people: 'Fatma, Rosa',
    day: 'ma 2 maart',
    ageDays: 1,
    said: [
      { what: '10:30–11:30', who: 'Fatma', where: 'Nieuw-West, balie', at: '11:34', strength: 'own' },
      { what: '10:30–12:00', who: 'Coach Verzonnen', where: 'Nieuw-West, laptop', at: '15:10', strength: 'coach' },
    ],
    suggestion: 'einde 12:00',
    settler: 'een begeleider of het kantoor',
    ways: ['accept', 'start', 'end'],
  },
  {
    id: 'd2',
    kind: 'attendance_contested',
    people: 'Zahra',
    day: 'vr 27 februari',
    ageDays: 4,
    said: [
      { what: 'afwezig', who: 'Coach Verzonnen', where: 'Nieuw-West, balie', at: '12:10', strength: 'coach' },
      { what: 'ik was er', who: 'Zahra', where: 'Nieuw-West, balie', at: '09:02', strength: 'own' },
    ],
    settler: 'een andere begeleider dan Coach Verzonnen',
    ways: ['accept', 'status'],
  },
  {
    id: 'd3',
    kind: 'clock_uncertain',
    people: 'Hodan',
    day: 'di 3 maart',
    ageDays: 0,
    said: [{ what: 'gekomen', who: 'Hodan', where: 'Noord, balie', at: '00:04', strength: 'tile' }],
    settler: 'een begeleider of het kantoor',
    ways: ['time', 'reject'],
  },
];
const sorting = { items: discrepancies, onway: nothing, onvalue: nothing, onsettle: nothing };

const kiosk: KioskModel = {
  unsent: 0,
  sentUpTo: '14:02',
  clockUncertain: false,
  comparedAt: '13:58',
  compared: 23,
  others: [
    { name: 'Noord', currentUpTo: '14:01' },
    { name: 'Laptop van de begeleiders', currentUpTo: '08:40', notHeardSince: 'ma 16:20' },
  ],
  practice: false,
  pictureList: false,
};
const kioskDeeds = { onpractice: nothing, onpicturelist: nothing, onpark: nothing };

const walkIn = {
  onsearch: nothing,
  onchoose: nothing,
  oncreate: nothing,
  onchange: nothing,
  onregister: nothing,
  onback: nothing,
};
const badge = { who: amina, ongive: nothing, onback: nothing };
const form = { onchange: nothing, onsave: nothing, onback: nothing };
const entryForm = { onchange: nothing, onsave: nothing, onundo: nothing };

export const coachEntries: readonly Entry[] = [
  coach('coach-login', CoachLogin, { unknownBadge: false, onback: nothing }),
  coach('coach-login-unknown', CoachLogin, { unknownBadge: true, onback: nothing }),
  coach('coach-today', Today, today),
  coach('coach-today-well', Today, { ...today, needs: [], groups: [afternoon] }),
  coach('coach-today-none', Today, { ...today, needs: [], groups: [] }),
  coach('coach-today-practice', Today, today, { practice: true }),
  coach('coach-group', GroupMarking, {
    title: morning.title,
    people: morning.people,
    marks: { d5: 'present', h8: 'excused' },
    onmarks: nothing,
    onsave: nothing,
    onback: nothing,
  }),
  coach('coach-person', PersonSheet, { model: person, ondo: nothing, onback: nothing }),
  coach('coach-person-sick', PersonSheet, {
    model: { ...person, who: agnieszka, language: 'Polski', now: { state: 'excused' }, sick: true },
    ondo: nothing,
    onback: nothing,
  }),
  coach('coach-correct', CorrectForm, {
    who: bilal,
    day: 'maandag 2 maart',
    was: '09:05–16:00',
    value: { start: '09:05', end: '15:30', didNotHappen: false, reason: 'forgotten', note: '' },
    ...form,
  }),
  coach('coach-correct-not', CorrectForm, {
    who: bilal,
    day: 'maandag 2 maart',
    was: '09:05–16:00',
    value: { start: '09:05', end: '15:30', didNotHappen: true, reason: 'wrongPerson', note: '' },
    ...form,
  }),
  coach('coach-excuse', ExcuseForm, {
    who: agnieszka,
    value: { scope: 'days', lastDay: '2026-03-05', calledAt: '08:15', reason: 'childcare' },
    ...form,
  }),
  coach('coach-talk', TalkForm, { who: hodan, value: { minutes: '20', about: 'progress', note: '' }, ...form }),
  coach('coach-visit', VisitForm, {
    residents,
    people: group,
    value: {
      resident: 'r1',
      participants: ['e4', 'g3'],
      day: '2026-03-03',
      start: '10:30',
      end: '11:30',
      outcome: 'done',
      tasks: ['shopping', 'company'],
    },
    ...entryForm,
  }),
  coach('coach-visit-saved', VisitForm, {
    residents,
    people: group,
    value: { resident: null, participants: [], day: '2026-03-03', start: '', end: '', outcome: null, tasks: [] },
    savedAt: '11:42',
    ...entryForm,
  }),
  coach('coach-help', HelpForm, {
    people: group,
    value: { helper: 'b7', helped: null, subject: 'language', minutes: '30' },
    ...entryForm,
  }),
  coach('coach-sign-off', SignOff, { title: morning.title, people: morning.people, open: 3, onsign: nothing, onback: nothing }),
  coach('coach-calls', Calls, {
    cases: [
      { id: 'c1', who: hodan, language: 'Soomaali', days: 'di 3 maart', stage: 'call' },
      { id: 'c2', who: tesfay, language: 'ትግርኛ', days: 'ma 2 maart, di 3 maart', stage: 'open' },
    ],
    open: null,
    onopen: nothing,
    onchange: nothing,
    onheard: nothing,
  }),
  coach('coach-calls-open', Calls, {
    cases: [{ id: 'c2', who: tesfay, language: 'ትግርኛ', days: 'ma 2 maart, di 3 maart', stage: 'open' }],
    open: { id: 'c2', text: 'Zijn zoon was ziek.', interpreter: true },
    onopen: nothing,
    onchange: nothing,
    onheard: nothing,
  }),
  coach('coach-calls-none', Calls, { cases: [], open: null, onopen: nothing, onchange: nothing, onheard: nothing }),
  coach('coach-sort', Discrepancies, { ...sorting, settling: null }),
  coach('coach-sort-status', Discrepancies, { ...sorting, settling: { id: 'd2', way: 'status', value: 'present' } }),
  coach('coach-sort-time', Discrepancies, { ...sorting, settling: { id: 'd1', way: 'end', value: '11:45' } }),
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
  coach('coach-badge', BadgeAssignment, { ...badge, badge: null }),
  coach('coach-badge-read', BadgeAssignment, { ...badge, badge: '…B2C3' }),
  coach('coach-badge-taken', BadgeAssignment, { ...badge, badge: '…A101', takenBy: carer.name }),
  coach('coach-kiosk', KioskStatus, { model: kiosk, ...kioskDeeds }),
  coach('coach-kiosk-behind', KioskStatus, {
    model: {
      ...kiosk,
      unsent: 12,
      oldest: '09:15',
      offlineSince: '09:10',
      reason: 'de router antwoordt niet',
      clockUncertain: true,
      practice: true,
      pictureList: true,
    },
    ...kioskDeeds,
  }),
];
