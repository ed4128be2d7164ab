import { parseDay } from '@wijkboek/page/i18n/civil.ts';
import type { WeekFigures } from '../../generated/wijkboek/v1/office_page_pb.ts';
import type { Drawing } from '../charts/drawing.ts';
import type { Say } from '../words/words.ts';

// "2 mrt", the Monday.
function names(say: Say, weeks: readonly WeekFigures[]): string[] {
  return weeks.map(({ firstDay }) => {
    const { day, month } = parseDay(firstDay);
    return `${day} ${say('date.monthShort', { month })}`;
  });
}

// Those who are not known stand apart: a bar that is not full is no absence.
export function attendanceByWeek(say: Say, weeks: readonly WeekFigures[]): Drawing {
  return {
    kind: 'bar',
    stacked: true,
    names: names(say, weeks),
    series: [
      { name: say('status.present'), tone: 'action', values: weeks.map((one) => one.present) },
      { name: say('status.excused'), tone: 'sky', values: weeks.map((one) => one.excused) },
      { name: say('status.absent'), tone: 'peach', values: weeks.map((one) => one.absent) },
      { name: say('today.open'), tone: 'sun', values: weeks.map((one) => one.open) },
    ],
  };
}

const inHours = (minutes: bigint) => Math.round(Number(minutes) / 6) / 10;

export function hoursByWeek(say: Say, weeks: readonly WeekFigures[]): Drawing {
  return {
    kind: 'bar',
    stacked: true,
    names: names(say, weeks),
    series: [
      { name: say('today.hours'), tone: 'action', values: weeks.map((one) => inHours(one.minutes)) },
      { name: say('today.hoursToConfirm'), tone: 'sun', values: weeks.map((one) => inHours(one.minutesToConfirm)) },
    ],
  };
}

export function visitsByWeek(say: Say, weeks: readonly WeekFigures[]): Drawing {
  return {
    kind: 'line',
    stacked: false,
    names: names(say, weeks),
    series: [
      { name: say('today.visits'), tone: 'action', values: weeks.map((one) => one.visits) },
      { name: say('today.helps'), tone: 'wait', values: weeks.map((one) => one.helps) },
    ],
  };
}
