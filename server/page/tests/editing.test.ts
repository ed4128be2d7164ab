import { create, type MessageInitShape } from '@bufbuild/protobuf';
import { describe, expect, test } from 'vitest';
import { SessionRowSchema } from '../generated/wijkboek/v1/office_page_pb.ts';
import { IndicatorMoment, PlacementType } from '../generated/wijkboek/v1/programme_pb.ts';
import { PathItemSchema, PathStepSchema } from '../generated/wijkboek/v1/settling_pb.ts';
import { checkEnrolment, emptyEnrolment } from '../src/forms/enrolling.ts';
import { problemAt, problemsIn, readProblems, rowProblems } from '../src/model/fact-errors.ts';
import { cohortFact, enrolmentFact, householdOf, keyOf, newKey, participantFact, residentFact, sessionFact } from '../src/model/facts.ts';
import { daysFit, hasBegun, toCallOff } from '../src/model/holiday.ts';
import { languageChoices } from '../src/model/languages.ts';
import { ownTimesFit, readOwnTimes, writeOwnTimes } from '../src/model/own-times.ts';
import { emptyStep, kindOf, missingIn, phasesIn, placeOf, questionsAt, stepKinds, stepOf, things, stepWords } from '../src/model/path-steps.ts';
import { badgesCsv, filesFit, weeklyCsv } from '../src/model/roster.ts';
import { isMine } from '../src/model/settling.ts';
import { factWords } from '../src/words/fact-words.ts';
import { serverWords } from '../src/words/server-words.ts';
import { dutchWords } from '../src/words/words.ts';
import { codes } from '../fake/editing.ts';

const say = dutchWords.say;

describe('facts', () => {
  test('a new thing has the office\'s own key or one that nobody else has; what is on record is named by its id', () => {
    expect(keyOf(' p-17 ', 'page-x')).toBe('p-17');
    expect(keyOf('  ', 'page-x')).toBe('page-x');
    expect(newKey()).toMatch(/^page-[0-9a-f-]{36}$/);
    expect(newKey()).not.toBe(newKey());
    const enrolment = { ...emptyEnrolment, cohort: 'c014', centre: 'ce01', firstDay: '2026-03-02', targetHours: '240', municipality: ' GM0363 ' };
    expect(enrolmentFact('p-17', enrolment)).toEqual({ participant: 'p-17', cohort: '#c014', centre: '#ce01', municipality: 'GM0363', firstDay: '2026-03-02', lastDay: '', targetHours: 240, ownTimes: '' });
    expect(participantFact('#a1', { given: ' Amina ', family: 'Verzonnen', called: '', birthDate: '', language: 'ti' })).toEqual({ key: '#a1', name: { given: 'Amina', family: 'Verzonnen', called: '' }, birthDate: '', language: 'ti' });
    expect(cohortFact('k', { name: 'Voorjaar', programme: '', firstDay: '2026-01-05', lastDay: '' }).programme).toBe('');
    expect(sessionFact('k', { title: 'Taal', centre: 'ce01', cohorts: ['c014', 'c015'], day: '2026-03-03', start: '09:00', end: '12:00' }).cohorts).toEqual(['#c014', '#c015']);
  });

  test('a household that the office never named is not sent', () => {
    expect(householdOf({ household: 'be01', person: { person: 'be01' } })).toBe('');
    expect(householdOf({ household: '0000', person: { person: 'be01' } })).toBe('');
    expect(householdOf({ household: 'b0', person: { person: 'be01' } })).toBe('#b0');
    expect(residentFact('k', { given: 'Cor', family: '', called: '', household: '', centre: '', area: '', areaYear: 'x' })).toMatchObject({ centre: '', areaYear: 0 });
  });

  test('an enrolment that runs backwards or has half an own time is not sent', () => {
    const whole = { ...emptyEnrolment, cohort: 'c014', centre: 'ce01', firstDay: '2026-03-02' };
    expect(checkEnrolment(say, 'enrolments[0]', whole)).toEqual([]);
    const paths = (more: object) => checkEnrolment(say, 'enrolments[0]', { ...whole, ...more }).map(({ path }) => path);
    expect(paths({ cohort: '', firstDay: '' })).toEqual(['enrolments[0].cohort', 'enrolments[0].first_day']);
    expect(paths({ lastDay: '2026-03-01' })).toEqual(['enrolments[0].last_day']);
    expect(paths({ ownTimes: 'mon-fri -' })).toEqual(['enrolments[0].own_times']);
  });
});

describe('what does not fit', () => {
  const text = 'participants[0].name.family: is longer than 1000 bytes\nsessions[2].cohorts[1]: stands here twice\nenrolments[0]: overlapping enrolments: …\nand 3 more';

  test('each line goes to its field', () => {
    const problems = readProblems(text);
    expect(problems.map(({ path }) => path)).toEqual(['participants[0].name.family', 'sessions[2].cohorts[1]', 'enrolments[0]', '']);
    expect(problemAt(problems, ['sessions[2].cohorts'])?.reason).toBe('stands here twice');
    // The whole is the first field's, and only where that says so.
    expect(problemAt(problems, ['enrolments[0].cohort', 'enrolments[0]'])?.path).toBe('enrolments[0]');
    expect(problemAt(problems, ['enrolments[0].centre'])).toBeUndefined();
    expect(problemAt(problems, ['participants[0].name.given', 'participants[0].name'])).toBeUndefined();
    expect(problemsIn({ kind: 'network' })).toEqual([]);
  });

  test('a sentence with a colon is no path', () => {
    expect(readProblems('which goal? theirs are: 90a1')).toEqual([{ path: '', reason: 'which goal? theirs are: 90a1' }]);
    expect(rowProblems([{ column: 'weekdays', reason: 'is missing' }, { column: '', reason: 'x' }])).toEqual([{ path: 'row.weekdays', reason: 'is missing' }, { path: '', reason: 'x' }]);
  });

  test('what the server says is put into Dutch where it is known', () => {
    expect(factWords(say, 'the cohort begins on 2026-01-05 only')).toBe('De groep begint pas op ma 5 jan 2026.');
    expect(factWords(say, '"GM12" is no municipality; write GM and four digits')).toBe('"GM12" is geen gemeente. Schrijf GM en vier cijfers.');
    expect(factWords(say, 'is missing: give the key of a cohort')).toBe('Kies dit nog.');
    for (const what of ['10 would be moved', '2 would be moved and 8 would be cancelled']) {
      expect(factWords(say, `of its sessions ${what}, 3 of them have begun already: end the row with its last day and begin one with another key, or give --past`)).toContain('die al begonnen zijn (3)');
    }
    expect(factWords(say, 'is no file of a roster; these are: centres.csv')).toBe('Dit bestand hoort niet bij een rooster.');
    expect(factWords(say, 'which phase? its programme has "Begin", "Stage"')).toContain('"Begin", "Stage"');
    expect(factWords(say, 'something that a newer server says')).toBe('something that a newer server says');
    expect(serverWords(say, 'same name and birth date')).toBe('dezelfde naam en geboortedatum');
  });
});

describe('own times', () => {
  const text = '2026-03-02..2026-03-29 mon-fri 10:00-12:00, 2026-03-30.. mon 09:00-12:00, 2026-04-01 13:00-14:00, 08:00-09:00';

  test('are read and written as the server writes them', () => {
    const times = readOwnTimes(text);
    expect(times?.[1]).toEqual({ first: '2026-03-30', last: '', from: 1, until: 1, start: '09:00', end: '12:00' });
    expect(times?.[2]).toMatchObject({ first: '2026-04-01', last: '2026-04-01', from: 1, until: 7 });
    expect(writeOwnTimes(times ?? [])).toBe(text);
    expect(readOwnTimes('')).toEqual([]);
    expect(readOwnTimes('mon-fri 10:00:30-12:00')).toBeNull();
  });

  test('half ones do not fit; what this page does not write is the server\'s to judge', () => {
    expect(ownTimesFit(text)).toBe(true);
    expect(ownTimesFit('mon-fri 10:00:30-12:00')).toBe(true);
    expect(ownTimesFit('mon-fri 10:00-')).toBe(false);
    expect(ownTimesFit('mon-fri 12:00-10:00')).toBe(false);
    expect(ownTimesFit('2026-03-29..2026-03-02 10:00-12:00')).toBe(false);
  });
});

describe('a roster', () => {
  const weekly = { title: 'Taal, "niveau" 1', centre: 'ce01', cohorts: ['c014', 'c015'], weekdays: [3, 1], start: '09:00', end: '12:00', firstDay: '2026-04-01', lastDay: '2026-06-30' };

  test('one row holds a session of every week', () => {
    expect(weeklyCsv('rooster-1', weekly)).toBe(
      'key,centre,cohorts,title,weekdays,start,end,first_day,last_day\r\nrooster-1,#ce01,#c014|#c015,"Taal, ""niveau"" 1",mon wed,09:00,12:00,2026-04-01,2026-06-30\r\n',
    );
  });

  test('files of no roster, and too much at once, are seen before they are sent', () => {
    expect(filesFit([{ name: 'people.csv', size: 10 }])).toEqual({ unknown: [], tooMuch: false });
    expect(filesFit([{ name: 'mensen.csv', size: 10 }, { name: 'people.csv', size: 3 * 1024 * 1024 }])).toEqual({ unknown: ['mensen.csv'], tooMuch: true });
    expect(badgesCsv([{ $typeName: 'wijkboek.v1.MadeBadge', person: 'p-1', text: 'WBX', number: '202-752-058' }])).toBe('person,text,number\r\np-1,WBX,202-752-058\r\n');
  });
});

describe('a holiday', () => {
  const at = (day: string, start: string, cancelled = false) => create(SessionRowSchema, { day, start, cancelled });

  test('holds what was not called off yet; what has begun is seen by its start', () => {
    const sessions = [at('2026-03-11', '09:00'), at('2026-03-11', '10:41'), at('2026-03-12', '09:00', true)];
    expect(toCallOff(sessions)).toHaveLength(2);
    expect(sessions.map((one) => hasBegun(one, '2026-03-11 10:40'))).toEqual([true, false, false]);
  });

  test('is as long as the server lists at once, and runs forward', () => {
    expect(daysFit('2026-03-01', '2026-05-01')).toBe(true);
    expect(daysFit('2026-03-01', '2026-05-02')).toBe(false);
    expect(daysFit('2026-03-02', '2026-03-01')).toBe(false);
    expect(daysFit('', '')).toBe(false);
  });
});

describe('a step on the path', () => {
  test('every type asks for what it needs, and sends nothing that was filled in for another', () => {
    const full = { ...emptyStep, day: '2026-03-10', code: 'paid_work', scale: 'NT2', skill: 'reading', level: 'A2', note: 'x', ref: '90a1', minutes: '30', placement: 'placing', lastDay: '2026-03-09', growthWithin: true, moment: 'exit', answers: { labour: 'employed', gender: 'man' } };
    expect(stepOf({ ...full, type: 'exit' }, codes)).toEqual({ type: 'exit', day: '2026-03-10', note: 'x', lastDay: '2026-03-09', enrolment: '', code: 'paid_work' });
    expect(stepOf({ ...full, type: 'ladder' }, codes)).toEqual({ type: 'ladder', day: '2026-03-10', note: 'x', level: 'A2', growthWithin: true });
    expect(stepOf({ ...full, type: 'placement' }, codes)).toMatchObject({ placement: PlacementType.PLACING });
    expect(stepOf({ ...full, type: 'one_to_one' }, codes)).toMatchObject({ minutes: 30 });
    // Of the answers only those of this moment.
    expect(stepOf({ ...full, type: 'indicators' }, codes)).toEqual({ type: 'indicators', day: '2026-03-10', note: '', enrolment: '', moment: IndicatorMoment.EXIT, indicators: [{ question: 'labour', answer: 'employed' }] });
    expect(stepKinds.map(({ type }) => missingIn({ ...full, type }, codes))).toEqual(stepKinds.map(() => []));
  });

  test('what is missing is named', () => {
    const missing = (type: string, more: object = {}) => missingIn({ ...emptyStep, type, ...more }, codes);
    expect(missing('')).toEqual(['type']);
    expect(missing('assessment', { scale: 'NT2' })).toEqual(['skill', 'level']);
    expect(missing('goal', { note: '  ' })).toEqual(['note']);
    expect(missing('indicators')).toEqual(['moment', 'answers']);
    expect(missing('invitation')).toEqual([]);
    expect(kindOf('dance')).toBeUndefined();
  });

  test('questions are those of the moment; one without a list takes a day', () => {
    const ids = (moment: string) => questionsAt(codes, moment).map(({ id }) => id);
    expect(ids('exit')).toEqual(['labour', 'searching', 'in_education', 'qualification']);
    expect(ids('six_months')).toContain('improved');
    expect(questionsAt(codes, 'entry').find(({ id }) => id === 'unemployed_since')?.answers).toEqual([]);
  });

  test('the goals that go on come first; phases are those that the server names', () => {
    const of = (ref: string, type: string, state: string) => create(PathItemSchema, { step: { type, ref }, state });
    expect(things([of('a', 'goal', 'met'), of('b', 'goal', 'set'), of('c', 'placement', 'running'), of('', 'goal', 'set')], 'goal').map(({ step }) => step?.ref)).toEqual(['b', 'a']);
    expect(phasesIn('which phase? its programme has "Begin", "Stage"')).toEqual(['Begin', 'Stage']);
    expect(phasesIn('no goal "x"')).toEqual([]);
    expect(['2099-01-01 has not come yet: write down what was, when it was', 'which phase? its programme has "Begin"', 'a sentence of a newer server'].map(placeOf)).toEqual(['step.day', 'step.code', '']);
  });
});

test('languages are named and hold the one on record, whichever it is', () => {
  const names = languageChoices('nl', 'xx-weird-tag');
  expect(names.find(({ id }) => id === 'ti')?.name).toBe('Tigrinya');
  expect(names.some(({ id }) => id === 'xx-weird-tag')).toBe(true);
  expect(new Set(names.map(({ id }) => id)).size).toBe(names.length);
});

test('work is mine when it is given to my coach', () => {
  expect(isMine({ assignedTo: { $typeName: 'wijkboek.v1.NamedPerson', person: 'c0ac', name: '' } }, 'c0ac')).toBe(true);
  expect(isMine({}, '')).toBe(false);
});

test('a step is said in the words of its lists, and by its code where they have none', () => {
  const lists = [
    { id: 'paid_work', name: 'Betaald werk', within: 'outcome' },
    { id: '3', name: 'Deelname georganiseerde activiteiten', within: 'level ladder' },
    { id: 'NT2', name: 'Nederlands als tweede taal', within: 'scale' },
    { id: 'A1', name: 'A1', within: 'level NT2' },
    { id: 'gender', name: 'Geslacht', within: 'indicator' },
  ];
  const words = (step: MessageInitShape<typeof PathStepSchema>) => stepWords(create(PathStepSchema, step), lists, (answer) => (answer === 'woman' ? 'Vrouw' : answer));
  expect(words({ type: 'exit', code: 'paid_work', note: 'Bij een bakker' })).toBe('Betaald werk · Bij een bakker');
  expect(words({ type: 'exit', code: 'moon' })).toBe('moon');
  expect(words({ type: 'ladder', level: '3' })).toBe('3 · Deelname georganiseerde activiteiten');
  expect(words({ type: 'assessment', scale: 'NT2', skill: 'reading', level: 'A1' })).toBe('Nederlands als tweede taal · reading · A1');
  expect(words({ type: 'indicators', indicators: [{ question: 'gender', answer: 'woman' }] })).toBe('Geslacht: Vrouw');
  expect(words({ type: 'goal', note: 'Fietsen' })).toBe('Fietsen');
});
