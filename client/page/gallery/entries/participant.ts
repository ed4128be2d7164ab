import CarerName from '../../src/participant/CarerName.svelte';
import ChooseLanguage from '../../src/participant/ChooseLanguage.svelte';
import NewBadge from '../../src/participant/NewBadge.svelte';
import CantComeDays from '../../src/participant/CantComeDays.svelte';
import CantComeWhen from '../../src/participant/CantComeWhen.svelte';
import CantComeWhy from '../../src/participant/CantComeWhy.svelte';
import ContestDay from '../../src/participant/ContestDay.svelte';
import ContestWhat from '../../src/participant/ContestWhat.svelte';
import ForgottenCheckOut from '../../src/participant/ForgottenCheckOut.svelte';
import Graduate from '../../src/participant/Graduate.svelte';
import HelpDeny from '../../src/participant/HelpDeny.svelte';
import HelpInReturn from '../../src/participant/HelpInReturn.svelte';
import HelpMinutes from '../../src/participant/HelpMinutes.svelte';
import HelpSubjects from '../../src/participant/HelpSubjects.svelte';
import HelpWhat from '../../src/participant/HelpWhat.svelte';
import Me from '../../src/participant/Me.svelte';
import MyPage from '../../src/participant/MyPage.svelte';
import NoBadge from '../../src/participant/NoBadge.svelte';
import PictureList from '../../src/participant/PictureList.svelte';
import PinPad from '../../src/participant/PinPad.svelte';
import Saved from '../../src/participant/Saved.svelte';
import ScanQr from '../../src/participant/ScanQr.svelte';
import Signature from '../../src/participant/Signature.svelte';
import TroubleScreen from '../../src/participant/TroubleScreen.svelte';
import VisitConfirm from '../../src/participant/VisitConfirm.svelte';
import VisitOutcomes from '../../src/participant/VisitOutcomes.svelte';
import VisitTasks from '../../src/participant/VisitTasks.svelte';
import VisitTime from '../../src/participant/VisitTime.svelte';
import VisitWhen from '../../src/participant/VisitWhen.svelte';
import VisitWhom from '../../src/participant/VisitWhom.svelte';
import Welcome from '../../src/participant/Welcome.svelte';
import Worried from '../../src/participant/Worried.svelte';
import { emptyPin } from '../../src/flow/pin.ts';
import { noMessage } from '../../src/flow/voice-message.ts';
import type { ResidentPicture } from '../../src/model/residents.ts';
import type { PlannedVisit } from '../../src/model/visits.ts';
import type { SavedKind } from '../../src/model/saved.ts';
import { troubles } from '../../src/model/trouble.ts';
import type { MyPageModel, WeekDay } from '../../src/model/week.ts';
import { nothing, participant, type Entry } from '../entry.ts';
import { bilal, fatma, group, rosa, samira, tesfay } from '../people.ts';

const welcome = {
  time: '09:02',
  onlanguage: nothing,
  onpin: nothing,
  onqr: nothing,
  onnobadge: nothing,
};

const me = {
  me: samira,
  oncome: nothing,
  onleave: nothing,
  onhelp: nothing,
  onvisit: nothing,
  oncantcome: nothing,
  onbetter: nothing,
  onpage: nothing,
  onlanguage: nothing,
  onhome: nothing,
};

const pin = { ondigit: nothing, ondelete: nothing, onready: nothing, onback: nothing };

const saved = { who: samira, at: '09:02', undoLeft: 8, onundo: nothing, onhome: nothing };
const savedKinds: readonly SavedKind[] = [
  'arrived',
  'left',
  'visitStarted',
  'visitEnded',
  'visitPart',
  'help',
  'excused',
  'better',
  'coachLooks',
  'graduate',
];

const week: readonly WeekDay[] = [
  { day: '2026-03-02', state: 'present' },
  { day: '2026-03-03', state: 'late' },
  { day: '2026-03-04', state: 'visit' },
  { day: '2026-03-05', state: 'pending' },
  { day: '2026-03-06', state: 'coming' },
];
const otherWeek: readonly WeekDay[] = [
  { day: '2026-03-02', state: 'absent' },
  { day: '2026-03-03', state: 'excused' },
  { day: '2026-03-04', state: 'coachLooks' },
  { day: '2026-03-05', state: 'none' },
  { day: '2026-03-06', state: 'coming' },
];
const page: MyPageModel = {
  hours: 86,
  hoursWaiting: 3,
  hoursTarget: 240,
  week,
  helpGivenMinutes: 150,
  helpReceivedMinutes: 45,
  next: { day: '2026-03-06', start: '09:00', title: 'Koken en rekenen' },
};
const emptyPage: MyPageModel = {
  hours: 1,
  hoursWaiting: 0,
  hoursTarget: 0,
  week: otherWeek,
  helpGivenMinutes: 0,
  helpReceivedMinutes: 1,
};

const boat: ResidentPicture = { symbol: 'boat', tint: 'sky' };
const cat: ResidentPicture = { symbol: 'cat', tint: 'sun' };
const planned: readonly PlannedVisit[] = [
  { visit: 'v1', resident: 'r1', picture: boat, day: '2026-03-03', start: '09:35', open: true },
  { visit: 'v2', resident: 'r2', picture: cat, day: '2026-03-03', start: '14:00', open: false },
];

const contest = {
  day: '2026-03-05',
  onchoose: nothing,
  onrecord: nothing,
  onstop: nothing,
  onplay: nothing,
  onsend: nothing,
  onback: nothing,
};

const signed = [
  [
    { x: 120, y: 220 },
    { x: 170, y: 110 },
    { x: 200, y: 230 },
    { x: 235, y: 120 },
    { x: 260, y: 225 },
    { x: 320, y: 150 },
    { x: 345, y: 215 },
    { x: 420, y: 165 },
    { x: 470, y: 220 },
    { x: 620, y: 180 },
  ],
];

export const participantEntries: readonly Entry[] = [
  participant('welcome', Welcome, welcome),
  participant('welcome-afternoon-list', Welcome, { ...welcome, time: '13:40', onlist: nothing }, { allSent: false }),
  participant('welcome-no-camera-no-network', Welcome, { ...welcome, onqr: undefined, time: '18:20' }, { network: false, allSent: false }),
  participant('welcome-clock-uncertain', Welcome, { ...welcome, clockUncertain: true }),
  participant('welcome-practice-muted', Welcome, welcome, { practice: true, volume: 0 }),
  participant('picture-list', PictureList, { asks: 'me', people: group, onchoose: nothing, onback: nothing }),
  participant('pin', PinPad, { pin: emptyPin, ...pin }),
  participant('pin-typed', PinPad, { pin: { ...emptyPin, digits: '12345', complete: true }, ...pin }),
  participant('pin-wrong', PinPad, { pin: { ...emptyPin, notice: 'wrong' }, ...pin }),
  participant('pin-wait', PinPad, { pin: { ...emptyPin, notice: 'wrong', waitSeconds: 12 }, ...pin }),
  participant('qr', ScanQr, { show: () => nothing, onback: nothing }),
  participant('qr-no-camera', ScanQr, { show: null, onback: nothing }),
  participant('me', Me, me),
  participant('me-here', Me, { ...me, hereSince: '09:02' }),
  participant('me-on-visit', Me, { ...me, onVisitSince: '10:35' }),
  participant('me-sick', Me, { ...me, sick: true }),
  participant('me-practice', Me, me, { practice: true }),
  participant('me-thanks', Me, { ...me, thanks: 'done.coachLooks' }),
  participant('language', ChooseLanguage, { onchoose: nothing, onback: nothing }),
  participant('new-badge', NewBadge, { oncome: nothing, onleave: nothing, onhome: nothing }),
  participant('me-spoken', Me, me, { speaking: 'me.come' }),
  ...savedKinds.map((kind) => participant(`saved-${kind}`, Saved, { ...saved, kind })),
  participant('saved-over', Saved, { ...saved, kind: 'left', at: '16:05', undoLeft: 0 }),
  participant('saved-unknown-badge', Saved, { ...saved, who: undefined, kind: 'unknownBadge', undoLeft: 0 }),
  participant('saved-no-badge', Saved, { ...saved, who: undefined, kind: 'noBadge' }),
  participant('saved-undone', Saved, { ...saved, kind: 'undone', undoLeft: 0 }),
  participant('saved-practice', Saved, { ...saved, kind: 'arrived' }, { practice: true }),
  participant('forgotten', ForgottenCheckOut, {
    day: '2026-03-02',
    cameAt: '09:05',
    minutes: 15 * 60 + 30,
    range: { first: 9 * 60 + 5, last: 18 * 60 },
    onchange: nothing,
    onsave: nothing,
    ondontknow: nothing,
  }),
  participant('help', HelpWhat, { ongave: nothing, ongot: nothing, ondenied: nothing, onback: nothing }),
  participant('help-who-gave', PictureList, { asks: 'gave', people: group, onchoose: nothing, onback: nothing }),
  participant('help-who-got', PictureList, { asks: 'got', people: group.slice(0, 4), onchoose: nothing, onback: nothing }),
  participant('help-subject', HelpSubjects, { onchoose: nothing, onback: nothing }),
  participant('help-minutes', HelpMinutes, { onchoose: nothing, onback: nothing }),
  participant('help-deny', HelpDeny, {
    written: [
      { event: 'e1', other: bilal, helper: 'other', subject: 'language', minutes: 30, day: '2026-03-03' },
      { event: 'e2', other: rosa, helper: 'I', subject: 'kitchen', minutes: 60, day: '2026-03-02' },
    ],
    ondeny: nothing,
    onback: nothing,
  }),
  participant('help-deny-nothing', HelpDeny, { written: [], ondeny: nothing, onback: nothing }),
  participant('visit-whom', VisitWhom, { planned, onchoose: nothing, onback: nothing }),
  participant('visit-whom-camera', VisitWhom, { planned, onchoose: nothing, oncamera: nothing, onback: nothing }),
  participant('visit-none', VisitWhom, { planned: [], onchoose: nothing, onback: nothing }),
  participant('visit-start', VisitWhen, { step: 'start', picture: boat, onnow: nothing, onother: nothing, onback: nothing }),
  participant('visit-end', VisitWhen, { step: 'end', picture: boat, onnow: nothing, onother: nothing, onback: nothing }),
  participant('visit-end-time', VisitTime, {
    step: 'end',
    picture: boat,
    minutes: 11 * 60 + 45,
    range: { first: 10 * 60 + 35, last: 12 * 60 },
    onchange: nothing,
    onready: nothing,
    onback: nothing,
  }),
  participant('visit-outcome', VisitOutcomes, { picture: cat, onchoose: nothing, onback: nothing }),
  participant('visit-worried', Worried, { whom: { name: tesfay.name, phone: '06 00 00 00 00' }, onready: nothing }),
  participant('visit-worried-nobody', Worried, { whom: null, onready: nothing }),
  participant('visit-tasks', VisitTasks, {
    chosen: new Set(['shopping', 'company'] as const),
    ontoggle: nothing,
    onready: nothing,
    onback: nothing,
  }),
  participant('visit-confirm', VisitConfirm, {
    picture: boat,
    onsignature: nothing,
    oncard: nothing,
    oncarer: nothing,
    onnobody: nothing,
    onback: nothing,
  }),
  participant('visit-signature', Signature, {
    picture: boat,
    strokes: [],
    onstrokes: nothing,
    onready: nothing,
    oncard: nothing,
    onback: nothing,
  }),
  participant('visit-signed', Signature, {
    picture: boat,
    strokes: signed,
    onstrokes: nothing,
    onready: nothing,
    oncard: nothing,
    onback: nothing,
  }),
  participant('visit-card', ScanQr, { asks: 'card', show: () => nothing, onback: nothing }),
  participant('visit-card-other', ScanQr, { asks: 'card', otherCard: true, show: null, onback: nothing }),
  participant('visit-carer', CarerName, { picture: cat, name: 'Mevrouw Verz', onname: nothing, onready: nothing, onback: nothing }),
  participant('visit-return', HelpInReturn, { picture: boat, onchoose: nothing, onback: nothing }),
  participant('cant-when', CantComeWhen, {
    today: '2026-03-03',
    tomorrow: '2026-03-04',
    ontoday: nothing,
    ontomorrow: nothing,
    onotherday: nothing,
    onuntilbetter: nothing,
    onback: nothing,
  }),
  participant('cant-days', CantComeDays, {
    days: [
      { day: '2026-03-03', start: '09:00' },
      { day: '2026-03-04', start: null },
      { day: '2026-03-05', start: '13:00' },
      { day: '2026-03-06', start: '09:00' },
      { day: '2026-03-09', start: '09:00' },
      { day: '2026-03-10', start: '09:00' },
      { day: '2026-03-11', start: null },
      { day: '2026-03-12', start: '13:00' },
      { day: '2026-03-13', start: '09:00' },
      { day: '2026-03-16', start: '09:00' },
    ],
    chosen: new Set(['2026-03-05']),
    ontoggle: nothing,
    onready: nothing,
    onback: nothing,
  }),
  participant('cant-why', CantComeWhy, { onchoose: nothing, onback: nothing }),
  participant('my-page', MyPage, { me: samira, page, oncontest: nothing, onback: nothing }),
  participant('my-page-start', MyPage, { me: bilal, page: emptyPage, oncontest: nothing, onback: nothing }),
  participant('contest-day', ContestDay, { week: otherWeek, onchoose: nothing, onback: nothing }),
  participant('contest', ContestWhat, { ...contest, chosen: null, message: noMessage }),
  participant('contest-recording', ContestWhat, { ...contest, chosen: 'wasHere', message: { phase: 'recording', seconds: 14 } }),
  participant('contest-recorded', ContestWhat, { ...contest, chosen: 'toldYou', message: { phase: 'recorded', seconds: 14 } }),
  participant('contest-no-microphone', ContestWhat, { ...contest, chosen: 'wasOnVisit' }),
  participant('no-badge', NoBadge, { time: '09:02', onchoose: nothing, onback: nothing }),
  participant('graduate', Graduate, { me: fatma, question: null, onanswer: nothing, onskip: nothing, onhome: nothing }),
  participant('graduate-work', Graduate, { me: fatma, question: 'work', onanswer: nothing, onskip: nothing, onhome: nothing }),
  participant('graduate-study', Graduate, { me: fatma, question: 'study', onanswer: nothing, onskip: nothing, onhome: nothing }),
  ...troubles.map((trouble) => participant(`trouble-${trouble}`, TroubleScreen, { trouble, ononward: nothing, onback: nothing })),
];
