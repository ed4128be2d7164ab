import { create } from '@bufbuild/protobuf';
import { Code, ConnectError } from '@connectrpc/connect';
import { addDays, parseDay } from '@wijkboek/page/i18n/civil.ts';
import classifications from '../../../deploy/classifications/netherlands.json';
import { GroupPeopleRequest_As as As, type GroupPeopleRequest, type RecordPathStepRequest } from '../generated/wijkboek/v1/office_pb.ts';
import { SessionRowSchema, type AssignWorkRequest, type ImportRosterFilesRequest, type MakeBadgeSheetRequest } from '../generated/wijkboek/v1/office_page_pb.ts';
import type { ApplyFactsRequest, OfficeFacts, ResidentFact, RowError } from '../generated/wijkboek/v1/roster_pb.ts';
import type { SealedName } from '../generated/wijkboek/v1/sealed_pb.ts';
import { PathItemSchema, PathStepSchema, PeopleGroupItemSchema } from '../generated/wijkboek/v1/settling_pb.ts';
import { centres, day_now, named, programmes } from './people.ts';
import type { World } from './world.ts';

// What the office writes, in memory: as much of it as shows on the screens, and some of what the real server refuses.

const refuse = (lines: readonly string[]) => new ConnectError(lines.join('\n'), Code.InvalidArgument);
const fullName = (name: SealedName | undefined) => `${name?.given ?? ''} ${name?.family ?? ''}`.trim();
const idOf = (key: string) => (key.startsWith('#') ? key.slice(1) : '');
// An id that follows from the key, as the real ones do.
const idFrom = (key: string): string => {
  let state = 0x9dc5n;
  for (const letter of key) state = ((state ^ BigInt(letter.codePointAt(0) ?? 0)) * 0x01000193n) & 0xffffffffn;
  return state.toString(16).padStart(8, '0');
};

const answers: Readonly<Record<string, readonly string[]>> = {
  gender: ['woman', 'man', 'non_binary', 'refused'], labour: ['unemployed', 'inactive', 'employed'], searching: ['yes', 'no'], in_education: ['yes', 'no'],
  education: Array.from({ length: 9 }, (_, i) => `isced_${i}`), rural: ['yes', 'no'], qualification: ['yes', 'no'], improved: ['yes', 'no'],
};
export const codes = [
  ...Object.entries(classifications).flatMap(([within, list]) => list.map(({ code, name }) => ({ id: code, name, within }))),
  ...Object.entries(answers).flatMap(([question, list]) => list.map((id) => ({ id, name: '', within: `indicator ${question}` }))),
];

export const peopleOf = (world: World) => [...world.people, ...world.newPeople];

function wrongIn(facts: OfficeFacts, world: World): string[] {
  const wrong: string[] = [];
  const name = (list: string, i: number, of: SealedName | undefined) => {
    if (fullName(of) === '') wrong.push(`${list}[${i}].name: is missing: give at least a given or a family name`);
  };
  facts.participants.forEach((one, i) => {
    name('participants', i, one.name);
    if (one.birthDate > day_now) wrong.push(`participants[${i}].birth_date: ${one.birthDate} lies in the future`);
  });
  facts.residents.forEach((one, i) => {
    name('residents', i, one.name);
    if (one.area !== '' && one.areaYear === 0) wrong.push(`residents[${i}].area_year: is missing: boundaries change, so give the year of this code, as 2025`);
  });
  facts.enrolments.forEach((one, i) => {
    const cohort = world.cohorts.find(({ id }) => id === idOf(one.cohort));
    if (!cohort) wrong.push(`enrolments[${i}].cohort: there is no cohort with the key "${one.cohort}"`);
    else if (one.firstDay < cohort.first) wrong.push(`enrolments[${i}].first_day: the cohort begins on ${cohort.first} only`);
    if (one.municipality !== '' && !/^GM\d{4}$/.test(one.municipality)) wrong.push(`enrolments[${i}].municipality: "${one.municipality}" is no municipality; write GM and four digits`);
  });
  return wrong;
}

function takeResident(fact: ResidentFact, world: World): void {
  const old = world.residents.find(({ person }) => person.person === idOf(fact.key));
  const centre = centres.find(({ id }) => id === idOf(fact.centre));
  const person = { person: old?.person.person ?? idFrom(fact.key), name: fullName(fact.name) };
  const household = idOf(fact.household) || person.person;
  const more = { person, household, nameParts: fact.name, centre: centre?.name ?? '', centreId: centre?.id ?? '', area: fact.area, areaYear: fact.areaYear };
  if (old) Object.assign(old, more);
  else world.residents.push({ state: 'active', visits: 0, minutes: 0n, lastVisit: '', card: '', ...more });
}

export function applyFacts(request: ApplyFactsRequest, world: World) {
  const facts = request.facts;
  const wrong = facts ? wrongIn(facts, world) : [];
  if (wrong.length) throw refuse(wrong);
  for (const one of facts?.cohorts ?? []) {
    const programme = programmes.findIndex(({ id }) => id === idOf(one.programme));
    const old = world.cohorts.find(({ id }) => id === idOf(one.key));
    const more = { name: one.name, programme, first: one.firstDay, last: one.lastDay };
    if (old) Object.assign(old, more);
    else world.cohorts.push({ id: idFrom(one.key), centre: 0, ...more });
  }
  for (const one of facts?.participants ?? []) {
    const id = idOf(one.key) || idFrom(one.key);
    const old = peopleOf(world).find((person) => person.id === id);
    const more = { name: fullName(one.name), language: one.language, birthDate: one.birthDate, onRecord: true };
    if (old) Object.assign(old, more);
    else {
      const enrolment = facts?.enrolments.find(({ participant }) => participant === one.key);
      const cohort = world.cohorts.findIndex(({ id }) => id === idOf(enrolment?.cohort ?? ''));
      world.newPeople.push({ id, centre: Math.max(0, centres.findIndex((centre) => centre.id === idOf(enrolment?.centre ?? ''))), cohort: Math.max(0, cohort), ...more });
    }
  }
  for (const one of facts?.residents ?? []) takeResident(one, world);
  for (const one of facts?.sessions ?? []) {
    const id = idOf(one.key) || idFrom(one.key);
    const mine = world.cohorts.filter((cohort) => one.cohorts.includes(`#${cohort.id}`));
    const centre = centres.find((each) => each.id === idOf(one.centre));
    world.planned.set(id, create(SessionRowSchema, { id, title: one.title, centre: centre?.id ?? '', centreName: centre?.name ?? '', cohorts: mine.map(({ name }) => name), cohortIds: mine.map((cohort) => cohort.id), day: one.day, start: one.start, end: one.end, expected: 0 }));
    world.calledOff.delete(id);
  }
  for (const key of request.cancelledSessions) world.calledOff.add(idOf(key));
  world.version += 1;
  const lists = facts ? [facts.participants, facts.cohorts, facts.enrolments, facts.residents, facts.sessions] : [];
  return { events: lists.reduce((sum, list) => sum + list.length, request.cancelledSessions.length) };
}

export function recordStep(request: RecordPathStepRequest, world: World) {
  const step = request.step;
  if (!step) throw refuse(['there is no step ""']);
  if (step.day > day_now) throw refuse([`${step.day} has not come yet: write down what was, when it was`]);
  if (step.type === 'phase' && !['Begin', 'Stage'].includes(step.code)) throw refuse(['which phase? its programme has "Begin", "Stage"']);
  const item = create(PathItemSchema, { step: create(PathStepSchema, step), state: step.type === 'goal' ? 'set' : '', who: 'Sanne Verzonnen', events: [`e9${world.steps.length}`] });
  world.steps.unshift({ person: request.participant, item });
  return {};
}

export function groupPeople(request: GroupPeopleRequest, world: World) {
  if (request.author === '') throw refuse(['who says so? give the key of a coach']);
  const of = [...request.people].sort().join(' ');
  world.groups = world.groups.filter(({ people }) => people.map(({ person }) => person).sort().join(' ') !== of);
  if (request.as === As.ONE) {
    const people = request.people.map((id) => named(peopleOf(world).find((one) => one.id === id)));
    world.groups.unshift(create(PeopleGroupItemSchema, { people, merged: true }));
  }
  return {};
}

// The days of the week of a timetable's row between its first and last day.
function countSessions(row: Readonly<Record<string, string>>): number {
  const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((word, i) => ((row['weekdays'] ?? '').split(' ').includes(word) ? i + 1 : 0));
  let count = 0;
  for (let day = row['first_day'] ?? ''; day !== '' && day <= (row['last_day'] ?? ''); day = addDays(day, 1)) if (days.includes(parseDay(day).weekday)) count += 1;
  return count;
}

export function importRoster(request: ImportRosterFilesRequest, world: World) {
  const errors: Pick<RowError, 'file' | 'line' | 'column' | 'reason'>[] = [];
  let rows = 0;
  let sessions = 0;
  for (const { file, content } of request.files) {
    const [head = '', ...lines] = new TextDecoder().decode(content).trim().split(/\r?\n/);
    const columns = head.split(',');
    lines.forEach((text, i) => {
      const row = Object.fromEntries(text.split(',').map((cell, j) => [columns[j] ?? '', cell]));
      const wrong = (column: string, reason: string) => errors.push({ file, line: i + 2, column, reason });
      rows += 1;
      if (file === 'timetable.csv') sessions += countSessions(row);
      if (row['birth_date'] && !/^\d{4}-\d\d-\d\d$/.test(row['birth_date'])) wrong('birth_date', `"${row['birth_date']}" is no day; write 2026-03-31`);
      if (row['cohort'] && !world.cohorts.some(({ id }) => row['cohort'] === `#${id}`)) wrong('cohort', `there is no cohort with the key "${row['cohort']}"`);
    });
  }
  if (errors.length) return { imported: { rows, errors } };
  if (!request.options?.dryRun) world.imported += 1;
  const badges = request.files.some(({ file }) => file === 'badges.csv') ? [{ person: 'p-001', text: 'WBK7Q2M9XH4T6RVB8NW3C5JPLD2F', number: '202-752-058' }] : [];
  return { imported: { rows, events: rows + sessions, unchanged: 0, sessions, sessionsMoved: request.options?.past ? 2 : 0, begunMoved: request.options?.past ? 1 : 0, badges } };
}

export function makeBadges(request: MakeBadgeSheetRequest, world: World) {
  const made = request.people.filter((one) => request.replace || !world.badged.has(one)).length;
  const counts = { made, known: request.people.length - made };
  if (request.dryRun) return counts;
  for (const one of request.people) world.badged.add(one);
  return { ...counts, pdf: new TextEncoder().encode('%PDF-1.4\n%%EOF\n') };
}

export function assignWork(request: AssignWorkRequest, world: World) {
  const coach = world.coaches.find(({ id }) => id === request.coach);
  for (const item of [...world.doubts, ...world.cases]) {
    if (!request.items.includes(item.id)) continue;
    if (coach) item.assignedTo = { $typeName: 'wijkboek.v1.NamedPerson', person: coach.id, name: coach.name };
    else delete item.assignedTo;
  }
  return {};
}
