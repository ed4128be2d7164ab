import type { MessageInitShape } from '@bufbuild/protobuf';
import type {
  CohortFactSchema,
  EnrolmentFactSchema,
  ParticipantFactSchema,
  ResidentFactSchema,
  SessionFactSchema,
} from '../../generated/wijkboek/v1/roster_pb.ts';

// What was filled in, as the facts that the office brings in (docs/office-facts.md). Only the server says whether they fit.

// A thing that is new gets the office's own number as its key, or one that nobody else has. It is made once for a form, so that a second
// attempt after a broken connection is the same thing and no twin.
export const newKey = (): string => `page-${crypto.randomUUID()}`;
export const keyOf = (own: string, made: string): string => own.trim() || made;

// What is on record is named by its id.
export const known = (id: string): string => (id === '' ? '' : `#${id}`);

export interface NameForm {
  given: string;
  family: string;
  called: string;
}
export interface PersonForm extends NameForm {
  birthDate: string;
  language: string;
}
export interface EnrolmentForm {
  cohort: string;
  centre: string;
  municipality: string;
  firstDay: string;
  lastDay: string;
  targetHours: string;
  ownTimes: string;
}
export interface ResidentForm extends NameForm {
  // As it is on record, or a key of the office's choosing.
  household: string;
  centre: string;
  area: string;
  areaYear: string;
}
export interface CohortForm {
  name: string;
  programme: string;
  firstDay: string;
  lastDay: string;
}
export interface SessionForm {
  title: string;
  centre: string;
  cohorts: readonly string[];
  day: string;
  start: string;
  end: string;
}

const nameOf = ({ given, family, called }: NameForm) => ({ given: given.trim(), family: family.trim(), called: called.trim() });
// What is no whole number is sent as 0, and `checkNumber` has said so before.
const whole = (text: string): number => (/^\d{1,9}$/.test(text.trim()) ? Number(text) : 0);

export function participantFact(key: string, form: PersonForm): MessageInitShape<typeof ParticipantFactSchema> {
  return { key, name: nameOf(form), birthDate: form.birthDate, language: form.language.trim() };
}

// `participant` is a key, or "#" and an id.
export function enrolmentFact(participant: string, form: EnrolmentForm): MessageInitShape<typeof EnrolmentFactSchema> {
  return {
    participant,
    cohort: known(form.cohort),
    centre: known(form.centre),
    municipality: form.municipality.trim(),
    firstDay: form.firstDay,
    lastDay: form.lastDay,
    targetHours: whole(form.targetHours),
    ownTimes: form.ownTimes,
  };
}

export function residentFact(key: string, form: ResidentForm): MessageInitShape<typeof ResidentFactSchema> {
  return { key, name: nameOf(form), household: form.household.trim(), centre: known(form.centre), area: form.area.trim(), areaYear: whole(form.areaYear) };
}

export function cohortFact(key: string, form: CohortForm): MessageInitShape<typeof CohortFactSchema> {
  return { key, name: form.name.trim(), firstDay: form.firstDay, lastDay: form.lastDay, programme: known(form.programme) };
}

export function sessionFact(key: string, form: SessionForm): MessageInitShape<typeof SessionFactSchema> {
  return { key, title: form.title.trim(), centre: known(form.centre), cohorts: form.cohorts.map(known), day: form.day, start: form.start, end: form.end };
}

// The household of somebody on record, as it is sent to stay what it is: none, where the office never named one.
export function householdOf(resident: { household: string; person?: { person: string } | undefined }): string {
  const own = /^0*$/.test(resident.household) || resident.household === resident.person?.person;
  return own ? '' : known(resident.household);
}
