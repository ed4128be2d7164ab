import { helpSubjects, type HelpSubject } from '../../model/help.ts';
import type { VisitOutcome, VisitTask } from '../../model/visits.ts';

// A visit as a coach writes it down.
export interface VisitEntry {
  resident: string | null;
  participants: readonly string[];
  day: string;
  start: string;
  end: string;
  outcome: VisitOutcome | null;
  tasks: readonly VisitTask[];
  note: string;
  // The plan that it carries out; empty: none.
  visit: string;
}

export const emptyVisit = (day: string): VisitEntry => ({
  resident: null,
  participants: [],
  day,
  start: '',
  end: '',
  outcome: null,
  tasks: [],
  note: '',
  visit: '',
});

export function visitIsWhole(visit: VisitEntry): boolean {
  return (
    visit.resident !== null && visit.participants.length > 0 && visit.day !== '' && visit.start !== '' && visit.end > visit.start && visit.outcome !== null
  );
}

// The end of a visit that nobody has ended yet.
export interface VisitEnd {
  visit: string;
  participants: readonly string[];
  residents: readonly string[];
  day: string;
  // Empty: now.
  end: string;
  outcome: VisitOutcome | null;
  tasks: readonly VisitTask[];
}

// Help between two participants, as a coach writes it down.
export interface HelpEntry {
  helper: string | null;
  helped: string | null;
  subject: HelpSubject | null;
  minutes: string;
  day: string;
}
export const emptyHelp = (day: string): HelpEntry => ({ helper: null, helped: null, subject: null, minutes: '30', day });
export const helpEntryMinutes = ['15', '30', '45', '60', '90', '120'] as const;
export { helpSubjects };

// Nobody helps themselves.
export function helpIsWhole(help: HelpEntry): boolean {
  return help.helper !== null && help.helped !== null && help.helper !== help.helped && help.subject !== null && help.day !== '';
}
