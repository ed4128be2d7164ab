import type { IconName } from '@wijkboek/page/icons/icons.ts';
import type { Key } from '../words/words.ts';

// The rail, from top to foot. A place is shown where the account may call what stands behind it.
export interface RailPlace {
  at: string;
  word: Key;
  icon: IconName;
  needs: readonly string[];
}

export const rail: readonly RailPlace[] = [
  { at: 'today', word: 'rail.today', icon: 'home', needs: ['GetOverview'] },
  { at: 'people', word: 'rail.people', icon: 'user', needs: ['FindPeople'] },
  { at: 'same', word: 'rail.same', icon: 'friends', needs: ['ListPeopleGroups'] },
  { at: 'groups', word: 'rail.groups', icon: 'users-group', needs: ['ListCohorts'] },
  { at: 'timetable', word: 'rail.timetable', icon: 'calendar', needs: ['ListSessions'] },
  { at: 'residents', word: 'rail.residents', icon: 'home-heart', needs: ['ListOfficeResidents'] },
  { at: 'discrepancies', word: 'rail.discrepancies', icon: 'alert-triangle', needs: ['ListDiscrepancies'] },
  { at: 'cases', word: 'rail.cases', icon: 'phone', needs: ['ListCases'] },
  { at: 'reports', word: 'rail.reports', icon: 'file-text', needs: ['GetReport'] },
  { at: 'roster', word: 'rail.roster', icon: 'cloud-upload', needs: ['ImportRosterFiles'] },
  { at: 'kiosks', word: 'rail.kiosks', icon: 'device-tablet', needs: ['ListDevices'] },
  { at: 'admin', word: 'rail.admin', icon: 'key', needs: ['ListAccounts', 'ListTokens', 'ListAudit'] },
];

export const allowed = (place: RailPlace, can: (method: string) => boolean): boolean => place.needs.some(can);
