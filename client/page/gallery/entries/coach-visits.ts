import MarkForm from '../../src/coach/MarkForm.svelte';
import Phrases from '../../src/coach/Phrases.svelte';
import ResidentCard from '../../src/coach/ResidentCard.svelte';
import ResidentCards from '../../src/coach/ResidentCards.svelte';
import SessionSheet from '../../src/coach/SessionSheet.svelte';
import VisitConfirmForm from '../../src/coach/VisitConfirmForm.svelte';
import VisitEndForm from '../../src/coach/VisitEndForm.svelte';
import VisitForm from '../../src/coach/VisitForm.svelte';
import VisitPlanForm from '../../src/coach/VisitPlanForm.svelte';
import Visits from '../../src/coach/Visits.svelte';
import { emptyVisit } from '../../src/coach/model/forms.ts';
import type { PhraseLine } from '../../src/coach/model/phrases.ts';
import type { VisitHere } from '../../src/coach/model/visits-here.ts';
import { residentPicture } from '../../src/model/residents.ts';
import { coach, nothing, type Entry } from '../entry.ts';
import { amina, fatma, group, residents, rosa, samira, tesfay } from '../people.ts';

// Visits, sessions and recorded phrases.

const [first, second] = residents;
const visits: readonly VisitHere[] = [
  {
    visit: 'v1',
    day: '2026-03-03',
    start: '09:30',
    end: '10:30',
    state: 'done',
    participants: [samira],
    residents: first ? [first] : [],
    outcome: 'done',
    tasks: ['shopping', 'company', 'unknown'],
    event: 'e1',
  },
  {
    visit: 'v2',
    day: '2026-03-03',
    start: '10:30',
    end: '',
    state: 'open',
    participants: [fatma, rosa],
    residents: second ? [second] : [],
    outcome: null,
    tasks: [],
    event: 'e2',
  },
  {
    visit: 'v3',
    day: '2026-03-03',
    start: '14:00',
    end: '15:00',
    state: 'planned',
    participants: [amina],
    residents: [...residents],
    outcome: null,
    tasks: [],
    event: 'e3',
  },
  {
    visit: 'v4',
    day: '2026-03-03',
    start: '08:30',
    end: '09:00',
    state: 'done',
    participants: [tesfay],
    residents: first ? [first] : [],
    outcome: 'unknown',
    tasks: [],
    event: 'e4',
  },
];
const list = {
  onday: nothing,
  onplan: nothing,
  onlog: nothing,
  oncards: nothing,
  onend: nothing,
  oncarried: nothing,
  onconfirm: nothing,
  onremove: nothing,
};
const form = { onchange: nothing, onsave: nothing, onback: nothing };
const people = { residents, people: group, likely: ['b7', 'e4', 'g3'] };
const about = 'Fatma, Rosa · Meneer Bakker-Verzonnen · 10:30';
// As large as a real one.
const squares = Array.from({ length: 33 }, (_, y) => Array.from({ length: 33 }, (_, x) => (x * 7 + y * 13 + x * y) % 3 === 0));

const session = {
  title: 'Koken en rekenen',
  value: { day: '2026-03-03', start: '09:00', end: '12:00' },
  onchange: nothing,
  onpicturelist: nothing,
  onmove: nothing,
  oncancelling: nothing,
  oncancel: nothing,
  onback: nothing,
};

const script: readonly PhraseLine[] = [
  { phrase: 'done.arrived', text: 'ብምዃንካ ሕጉሳት ኢና', dutch: 'Fijn dat je er bent', recorded: true },
  { phrase: 'done.left', text: 'ክሳብ ዳሕራይ', dutch: 'Tot ziens', recorded: false },
];
const phrases = {
  script,
  seconds: 0,
  noMicrophone: false,
  onlanguage: nothing,
  onopen: nothing,
  onrecord: nothing,
  onstop: nothing,
  onlisten: nothing,
  onkeep: nothing,
  onlistenold: nothing,
  onback: nothing,
};

export const coachVisitEntries: readonly Entry[] = [
  coach('coach-visits', Visits, { day: '2026-03-03', visits, ...list }),
  coach('coach-visits-none', Visits, { day: '2026-03-04', visits: [], ...list }),
  coach('coach-visit', VisitForm, {
    ...people,
    value: {
      ...emptyVisit('2026-03-03'),
      resident: 'r1',
      participants: ['e4', 'g3'],
      start: '10:30',
      end: '11:30',
      outcome: 'done',
      tasks: ['shopping', 'company'],
    },
    ...form,
  }),
  coach('coach-visit-plan', VisitPlanForm, {
    ...people,
    value: { participants: ['e4'], residents: ['r1'], day: '2026-03-05', start: '10:00', end: '11:00' },
    ...form,
  }),
  coach('coach-visit-end', VisitEndForm, {
    about,
    value: { visit: 'v2', participants: ['e4', 'g3'], residents: ['r2'], day: '2026-03-03', end: '', outcome: 'worried', tasks: [] },
    ...form,
  }),
  coach('coach-visit-confirm', VisitConfirmForm, { about, cardRead: false, carer: '', oncarer: nothing, onsave: nothing, onback: nothing }),
  coach('coach-visit-confirm-card', VisitConfirmForm, { about, cardRead: true, carer: '', oncarer: nothing, onsave: nothing, onback: nothing }),
  coach('coach-cards', ResidentCards, {
    residents: residents.map((one) => ({ ...one, card: '' })),
    search: '',
    onsearch: nothing,
    onchoose: nothing,
    onback: nothing,
  }),
  coach('coach-card', ResidentCard, { name: 'Mevrouw De Wit-Verzonnen', picture: residentPicture('r1'), squares, onprint: nothing, onback: nothing }),
  coach('coach-session', SessionSheet, { ...session, cancelled: false, pictureList: null, cancelling: true }),
  coach('coach-session-cancelled', SessionSheet, { ...session, cancelled: true, pictureList: null, cancelling: false }),
  coach('coach-mark', MarkForm, {
    who: tesfay,
    rows: [
      {
        session: 's2',
        day: '2026-03-03',
        title: 'Koken en rekenen',
        start: '09:00',
        end: '12:00',
        standing: { state: 'unknown' },
        why: '',
        attendedMinutes: 0,
      },
    ],
    session: 's2',
    mark: 'late',
    onsession: nothing,
    onmark: nothing,
    onsave: nothing,
    onback: nothing,
  }),
  coach('coach-phrases', Phrases, { ...phrases, language: 'ti', at: null, phase: 'none' }),
  coach('coach-phrases-none', Phrases, { ...phrases, language: 'prs', at: null, phase: 'none', noMicrophone: true }),
  coach('coach-phrase', Phrases, { ...phrases, language: 'ti', at: 'done.arrived', phase: 'none' }),
  coach('coach-phrase-recording', Phrases, { ...phrases, language: 'ti', at: 'done.left', phase: 'recording', seconds: 3 }),
  coach('coach-phrase-recorded', Phrases, { ...phrases, language: 'ti', at: 'done.left', phase: 'recorded' }),
];
