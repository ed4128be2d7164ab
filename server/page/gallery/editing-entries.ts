import { people } from '../fake/people.ts';
import type { Entry } from './entries.ts';

// The forms that write: empty or filled in, with what does not fit, and with what they will come to.

const who = people[0]?.id ?? '';
const kioskAlone = people[63]?.id ?? '';
const enrolment = { Groep: 'Groep 15', Centrum: 'Nieuw-West', 'Eerste dag': '2026-03-16' };
const place = { 'Naam van de bijeenkomst': 'Taal', Centrum: 'Noord', 'Groep 14': 'on' };

export const editingEntries: readonly Entry[] = [
  { id: 'participant-new', at: 'people', press: ['Nieuwe deelnemer'] },
  { id: 'participant-filled', at: 'people', press: ['Nieuwe deelnemer'], type: { Voornaam: 'Samira', Achternaam: 'Verzonnen', Geboortedatum: '1991-04-02', Taal: 'Arabisch', ...enrolment, Gemeente: 'GM0363', 'Eigen streefuren': '240' }, then: ['Eigen tijd toevoegen'] },
  { id: 'participant-missing', at: 'people', press: ['Nieuwe deelnemer'], submit: true },
  { id: 'participant-error', at: 'people', press: ['Nieuwe deelnemer'], type: { Voornaam: 'Samira', Geboortedatum: '2099-01-01', ...enrolment, 'Eerste dag': '2025-01-01', Gemeente: 'Amsterdam' }, submit: true },
  { id: 'people-cohort', at: 'people?cohort=c014' },
  { id: 'people-saved', at: 'people', press: ['Nieuwe deelnemer'], type: { Voornaam: 'Nieuw', Achternaam: 'Bedacht', ...enrolment }, submit: true },
  { id: 'badges-cohort', at: 'people?cohort=c014', press: ['Passen afdrukken'] },
  { id: 'badge-lost', at: `people/${who}`, press: ['Pas'], type: { 'De pas is kwijt': 'on' } },
  { id: 'person-change', at: `people/${who}`, press: ['Veranderen'] },
  { id: 'person-kiosk-alone', at: `people/${kioskAlone}` },
  { id: 'person-register', at: `people/${kioskAlone}`, press: ['Inschrijven bij het kantoor'] },
  { id: 'enrolment-new', at: `people/${who}`, press: ['Traject toevoegen'] },
  { id: 'enrolment-change', at: `people/${who}`, press: ['Veranderen Groep 14'] },
  { id: 'excuse', at: `people/${who}`, press: ['Afmelden'] },
  { id: 'excuse-missing', at: `people/${who}`, press: ['Afmelden'], submit: true },
  { id: 'step-empty', at: `people/${who}`, press: ['Stap toevoegen'] },
  ...(
    [
      ['invitation', 'Uitnodiging'], ['referral', 'Verwijzing'], ['assessment', 'Toets'], ['ladder', 'Trede'], ['goal-met', 'Doel gehaald'], ['placement', 'Stage'],
      ['exit', 'Uitstroom'], ['indicators', 'Antwoorden voor het ESF'],
    ] as const
  ).map(([id, type]): Entry => ({ id: `step-${id}`, at: `people/${who}`, press: ['Stap toevoegen'], type: id === 'indicators' ? { Stap: type, Moment: 'Bij het begin' } : { Stap: type, Dag: '2026-03-10' } })),
  { id: 'step-missing', at: `people/${who}`, press: ['Stap toevoegen'], type: { Stap: 'Uitstroom' }, submit: true },
  { id: 'step-phase', at: `people/${who}`, press: ['Stap toevoegen'], type: { Stap: 'Fase', Dag: '2026-03-10', Fase: 'Praktijk' }, submit: true },
  { id: 'person-reader', at: `people/${who}`, role: 4 },
  { id: 'cohort-new', at: 'groups', press: ['Nieuwe groep'] },
  { id: 'cohort-change', at: 'groups', press: ['Veranderen Groep 14'] },
  { id: 'session-new', at: 'timetable?week=2026-03-09', press: ['Bijeenkomst plannen'] },
  { id: 'session-change', at: 'timetable?week=2026-03-09', press: ['Veranderen Taal'] },
  { id: 'session-call-off', at: 'timetable?week=2026-03-09', press: ['Veranderen Taal', 'Deze bijeenkomst afzeggen'] },
  { id: 'weekly-counted', at: 'timetable?week=2026-03-09', press: ['Elke week'], type: { ...place, maandag: 'on', woensdag: 'on', Begin: '09:00', Eind: '12:00', 'Eerste dag': '2026-04-01', 'Laatste dag': '2026-06-30' }, submit: true },
  { id: 'weekly-missing', at: 'timetable?week=2026-03-09', press: ['Elke week'], submit: true },
  { id: 'holiday-empty', at: 'timetable?week=2026-03-09', press: ['Vakantie'] },
  { id: 'holiday', at: 'timetable?week=2026-03-09', press: ['Vakantie'], type: { 'Eerste dag': '2026-03-09', 'Laatste dag': '2026-03-13' } },
  { id: 'resident-new', at: 'residents', press: ['Nieuwe bewoner'] },
  { id: 'resident-change', at: 'residents', press: ['Veranderen Mevrouw De Wit'] },
  { id: 'roster', at: 'roster' },
  { id: 'roster-errors', at: 'roster', type: { Bestanden: 'people.csv=key,given,family,birth_date|p-1,Amina,Verzonnen,31-05-1990|p-2,Bilal,Bedacht,geen' }, then: ['Nakijken'] },
  { id: 'roster-checked', at: 'roster', type: { Bestanden: 'badges.csv=person,type|p-1,qr', 'Ook wat al begonnen is': 'on' }, then: ['Nakijken'] },
  { id: 'roster-done', at: 'roster', type: { Bestanden: 'badges.csv=person,type|p-1,qr' }, then: ['Nakijken', 'Importeren'] },
  { id: 'roster-unknown', at: 'roster', type: { Bestanden: 'mensen.csv=key|p-1' } },
  { id: 'same', at: 'same' },
  { id: 'same-join', at: 'same', press: ['Samenvoegen Bilal'] },
  { id: 'same-others', at: 'same', press: ['Anderen samenvoegen'] },
  { id: 'same-empty', at: 'same', empty: true },
  { id: 'discrepancies-assigned', at: 'discrepancies', type: { 'Kies alles (5)': 'on' }, then: ['5 toewijzen'] },
  { id: 'cases-assigned', at: 'cases', type: { 'Kies alles (4)': 'on' }, then: ['4 toewijzen'] },
];
