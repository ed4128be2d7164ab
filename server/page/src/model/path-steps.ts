import type { MessageInitShape } from '@bufbuild/protobuf';
import type { Choice } from '../../generated/wijkboek/v1/office_page_pb.ts';
import { IndicatorMoment, PlacementType } from '../../generated/wijkboek/v1/programme_pb.ts';
import type { PathItem, PathStep, PathStepSchema } from '../../generated/wijkboek/v1/settling_pb.ts';

// What each step on a path asks for (docs/programmes.md, "Steps on the way").

// A word of one of the lists, as ListChoices gives it.
export type CodeChoice = Pick<Choice, 'id' | 'name' | 'within'>;

export type StepField = 'session' | 'inward' | 'code' | 'phase' | 'minutes' | 'level' | 'assessment' | 'goal' | 'met' | 'placement' | 'placementOf' | 'lastDay' | 'enrolment' | 'indicators' | 'note';

export interface StepKind {
  type: string;
  fields: readonly StepField[];
  // The list of codes that its own code is of.
  list?: string;
  // Without these the server refuses it.
  needs: readonly StepField[];
}

export const stepKinds: readonly StepKind[] = [
  { type: 'invitation', fields: ['session', 'note'], needs: [] },
  { type: 'referral', fields: ['inward', 'note'], needs: [] },
  { type: 'one_to_one', fields: ['minutes', 'note'], needs: [] },
  { type: 'help_request', fields: ['code', 'note'], list: 'help', needs: [] },
  { type: 'assessment', fields: ['assessment', 'note'], needs: ['assessment'] },
  { type: 'ladder', fields: ['level', 'note'], needs: ['level'] },
  { type: 'goal', fields: ['note'], needs: ['note'] },
  { type: 'goal_met', fields: ['goal', 'met', 'note'], needs: ['goal'] },
  { type: 'placement', fields: ['placement', 'lastDay', 'note'], needs: ['placement'] },
  { type: 'placement_review', fields: ['placementOf', 'note'], needs: ['placementOf'] },
  { type: 'placement_end', fields: ['placementOf', 'note'], needs: ['placementOf'] },
  { type: 'phase', fields: ['phase', 'enrolment', 'note'], needs: ['phase'] },
  { type: 'milestone', fields: ['code', 'enrolment', 'note'], list: 'milestone', needs: ['code'] },
  { type: 'exit', fields: ['code', 'lastDay', 'enrolment', 'note'], list: 'outcome', needs: ['code'] },
  { type: 'aftercare', fields: ['enrolment', 'note'], needs: [] },
  { type: 'indicators', fields: ['indicators', 'enrolment'], needs: ['indicators'] },
];

export const kindOf = (type: string): StepKind | undefined => stepKinds.find((one) => one.type === type);

export interface StepForm {
  type: string;
  day: string;
  lastDay: string;
  enrolment: string;
  ref: string;
  session: string;
  minutes: string;
  placement: string;
  inward: boolean;
  met: boolean;
  code: string;
  scale: string;
  skill: string;
  level: string;
  instrument: string;
  version: string;
  score: string;
  growthWithin: boolean;
  note: string;
  moment: string;
  // By question.
  answers: Readonly<Record<string, string>>;
}

export const emptyStep: StepForm = {
  type: '', day: '', lastDay: '', enrolment: '', ref: '', session: '', minutes: '', placement: '', inward: false, met: true, code: '', scale: '', skill: '', level: '',
  instrument: '', version: '', score: '', growthWithin: false, note: '', moment: '', answers: {},
};

export const placements: readonly { id: string; type: PlacementType }[] = [
  { id: 'internal', type: PlacementType.INTERNAL },
  { id: 'orienting', type: PlacementType.ORIENTING },
  { id: 'vocational', type: PlacementType.VOCATIONAL },
  { id: 'placing', type: PlacementType.PLACING },
  { id: 'formal_care', type: PlacementType.FORMAL_CARE },
  { id: 'informal_care', type: PlacementType.INFORMAL_CARE },
];

const moments: Readonly<Record<string, IndicatorMoment>> = { entry: IndicatorMoment.ENTRY, exit: IndicatorMoment.EXIT, six_months: IndicatorMoment.SIX_MONTHS };
export const momentWords = Object.keys(moments);

// Which questions belong to which moment (docs/indicators.md); one that is not known here is asked at each, and the server decides.
const askedAt: Readonly<Record<string, readonly string[]>> = {
  gender: ['entry'], labour: momentWords, unemployed_since: ['entry'], searching: momentWords, in_education: momentWords, education: ['entry'], disability: ['entry'],
  third_country: ['entry'], foreign_background: ['entry'], minority: ['entry'], other_disadvantage: ['entry'], homeless: ['entry'], rural: ['entry'],
  qualification: ['exit'], improved: ['six_months'],
};

export const codesIn = (codes: readonly CodeChoice[], list: string): readonly CodeChoice[] => codes.filter(({ within }) => within === list);

export interface Question {
  id: string;
  name: string;
  // None: a day.
  answers: readonly string[];
}
export function questionsAt(codes: readonly CodeChoice[], moment: string): readonly Question[] {
  return codesIn(codes, 'indicator')
    .filter(({ id }) => (askedAt[id] ?? momentWords).includes(moment))
    .map(({ id, name }) => ({ id, name, answers: codesIn(codes, `indicator ${id}`).map((one) => one.id) }));
}

// The goals or placements that a step can be about: the running ones first.
export function things(path: readonly PathItem[], type: 'goal' | 'placement'): readonly PathItem[] {
  const all = path.filter(({ step }) => step?.type === type && step.ref !== '');
  const runs = ({ state }: PathItem) => state === 'set' || state === 'running' || state === 'ends';
  return [...all.filter(runs), ...all.filter((one) => !runs(one))];
}

// Which of what it needs is still missing.
export function missingIn(form: StepForm, codes: readonly CodeChoice[]): readonly string[] {
  const kind = kindOf(form.type);
  if (!kind) return ['type'];
  const filled: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
    code: [['code', form.code]],
    phase: [['code', form.code]],
    assessment: [['scale', form.scale], ['skill', form.skill], ['level', form.level]],
    level: [['level', form.level]],
    note: [['note', form.note.trim()]],
    goal: [['ref', form.ref]],
    placementOf: [['ref', form.ref]],
    placement: [['placement', form.placement]],
    indicators: [['moment', form.moment], ['answers', questionsAt(codes, form.moment).some(({ id }) => form.answers[id]) ? 'some' : '']],
  };
  return kind.needs.flatMap((need) => (filled[need] ?? []).filter(([, value]) => value === '').map(([path]) => path));
}

// Only what belongs to the type is sent: what was filled in before another type was chosen stays in the form alone.
export function stepOf(form: StepForm, codes: readonly CodeChoice[]): MessageInitShape<typeof PathStepSchema> {
  const kind = kindOf(form.type);
  const has = (field: StepField) => kind?.fields.includes(field) ?? false;
  return {
    type: form.type,
    day: form.day,
    note: has('note') ? form.note.trim() : '',
    ...(has('lastDay') ? { lastDay: form.lastDay } : {}),
    ...(has('enrolment') ? { enrolment: form.enrolment } : {}),
    ...(has('session') ? { session: form.session } : {}),
    ...(has('goal') || has('placementOf') ? { ref: form.ref } : {}),
    ...(has('met') ? { met: form.met } : {}),
    ...(has('inward') ? { inward: form.inward } : {}),
    ...(has('minutes') ? { minutes: /^\d{1,4}$/.test(form.minutes) ? Number(form.minutes) : 0 } : {}),
    ...(has('placement') ? { placement: placements.find(({ id }) => id === form.placement)?.type ?? PlacementType.UNSPECIFIED } : {}),
    ...(has('code') || has('phase') ? { code: form.code.trim() } : {}),
    ...(has('level') ? { level: form.level, growthWithin: form.growthWithin } : {}),
    ...(has('assessment') ? { scale: form.scale, skill: form.skill, level: form.level, instrument: form.instrument, instrumentVersion: form.version, score: form.score.trim() } : {}),
    ...(has('indicators')
      ? {
          moment: moments[form.moment] ?? IndicatorMoment.UNSPECIFIED,
          indicators: questionsAt(codes, form.moment).flatMap(({ id }) => (form.answers[id] ? [{ question: id, answer: form.answers[id] }] : [])),
        }
      : {}),
  };
}

// The server names a programme's phases when it is asked for one that is none: "which phase? its programme has "Begin", "Stage"".
export const phasesIn = (text: string): readonly string[] => (text.startsWith('which phase?') ? [...text.matchAll(/"([^"]+)"/g)].map(([, name = '']) => name) : []);

// What the server says of a step names no field; as far as this page knows the sentences, it does. Empty: it belongs to none.
const places: readonly (readonly [RegExp, string])[] = [
  [/has not come yet|is too long ago/, 'step.day'],
  [/lies before/, 'step.last_day'],
  [/^which phase|has no phases$/, 'step.code'],
  [/^which enrolment|^no enrolment/, 'step.enrolment'],
  [/^which (goal|placement)|^this placement began|^no (goal|placement)/, 'step.ref'],
  [/^a talk of more/, 'step.minutes'],
];
export const placeOf = (reason: string): string => places.find(([sentence]) => sentence.test(reason))?.[1] ?? '';

// What a step says, in the words of its lists; a code that stands in none of them is shown as it is.
export function stepWords(step: PathStep, codes: readonly CodeChoice[], answerWord: (answer: string) => string): string {
  const named = (list: string, code: string) => codes.find(({ id, within }) => within === list && id === code)?.name || code;
  const answers = step.indicators.map(({ question, answer }) => `${named('indicator', question)}: ${answerWord(answer)}`);
  return [
    named(kindOf(step.type)?.list ?? '', step.code),
    named('scale', step.scale),
    named('skill', step.skill),
    // A step of the ladder is known by its number.
    step.scale ? '' : step.level,
    named(`level ${step.scale || 'ladder'}`, step.level),
    named('instrument', step.instrument),
    step.score,
    answers.join(', '),
    step.note,
  ]
    .filter((part, i, parts) => part && part !== parts[i - 1])
    .join(' · ');
}
