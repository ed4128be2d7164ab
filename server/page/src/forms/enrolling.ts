import type { EnrolmentItem } from '../../generated/wijkboek/v1/office_page_pb.ts';
import type { Problem } from '../model/fact-errors.ts';
import type { EnrolmentForm, NameForm } from '../model/facts.ts';
import { ownTimesFit } from '../model/own-times.ts';
import type { Say } from '../words/words.ts';
import { backwards, missing, noNumber } from './checks.ts';

export const emptyEnrolment: EnrolmentForm = { cohort: '', centre: '', municipality: '', firstDay: '', lastDay: '', targetHours: '', ownTimes: '' };

export const enrolmentOf = (item: EnrolmentItem): EnrolmentForm => ({
  cohort: item.cohort,
  centre: item.centre,
  municipality: item.municipality,
  firstDay: item.firstDay,
  lastDay: item.lastDay,
  targetHours: item.ownTargetHours ? String(item.ownTargetHours) : '',
  ownTimes: item.ownTimes,
});

export const checkName = (say: Say, at: string, form: NameForm): readonly Problem[] =>
  form.given.trim() || form.family.trim() ? [] : [{ path: `${at}.name`, reason: say('fits.name') }];

export const checkEnrolment = (say: Say, at: string, form: EnrolmentForm): readonly Problem[] => [
  ...missing(say, [[`${at}.cohort`, form.cohort], [`${at}.centre`, form.centre], [`${at}.first_day`, form.firstDay]]),
  ...backwards(say, `${at}.last_day`, form.firstDay, form.lastDay),
  ...noNumber(say, `${at}.target_hours`, form.targetHours),
  ...(ownTimesFit(form.ownTimes) ? [] : [{ path: `${at}.own_times`, reason: say('fits.ownTimes') }]),
];
