import { Role } from '../generated/wijkboek/v1/access_pb.ts';
import { freshWorld, right, signIn, type World } from '../fake/world.ts';
import { people } from '../fake/people.ts';
import { editingEntries } from './editing-entries.ts';

// Every screen in every state worth looking at. "press" are words on what is pressed after it is there; "type" what is then filled in, by label;
// "then" what is pressed after that.
export interface Entry {
  id: string;
  at: string;
  role?: Role | undefined;
  out?: boolean;
  isNew?: boolean;
  empty?: boolean;
  press?: readonly string[];
  type?: Readonly<Record<string, string>>;
  then?: readonly string[];
  submit?: boolean;
}

const who = people[0]?.id ?? '';
const days = 'from=2026-01-01&until=2026-03-11';

export const entries: readonly Entry[] = [
  { id: 'sign-in', at: '', out: true },
  { id: 'sign-in-refused', at: '', out: true, type: { 'Naam van het account': right.name, Wachtwoord: 'iets anders', 'Code van zes cijfers': '000000' }, submit: true },
  { id: 'set-up', at: '', out: true, isNew: true, type: { 'Naam van het account': right.name, Wachtwoord: right.oneTime }, submit: true },
  { id: 'today', at: 'today' },
  { id: 'today-centre', at: 'today?centre=ce01' },
  { id: 'today-table', at: 'today', press: ['Als tabel'] },
  { id: 'today-empty', at: 'today', empty: true },
  { id: 'people', at: 'people' },
  { id: 'people-found', at: 'people?text=amina' },
  { id: 'people-none', at: 'people?text=zzz' },
  { id: 'person', at: `people/${who}` },
  { id: 'person-trace', at: `people/${who}`, press: ['Waar komt dit vandaan?'] },
  { id: 'person-missing', at: 'people/0000' },
  { id: 'groups', at: 'groups' },
  { id: 'groups-empty', at: 'groups', empty: true },
  { id: 'timetable', at: 'timetable?week=2026-03-09' },
  { id: 'timetable-empty', at: 'timetable?week=2026-03-09', empty: true },
  { id: 'session', at: 'timetable/5ec01420260310' },
  { id: 'session-pending', at: 'timetable/5ec01420260311' },
  { id: 'residents', at: 'residents' },
  { id: 'residents-card', at: 'residents', press: ['Bezoekkaart'] },
  { id: 'discrepancies', at: 'discrepancies' },
  { id: 'discrepancies-settling', at: 'discrepancies', press: ['Eindigde om'] },
  { id: 'discrepancies-reader', at: 'discrepancies', role: Role.AUDITOR },
  { id: 'discrepancies-empty', at: 'discrepancies', empty: true },
  { id: 'cases', at: 'cases' },
  { id: 'cases-hear', at: 'cases', press: ['Schrijf op wat zij zei'] },
  { id: 'cases-letter', at: `cases?letter=${people[8]?.id ?? ''}-2026-03-02` },
  { id: 'cases-empty', at: 'cases', empty: true },
  { id: 'reports', at: `reports?report=attendance-person&${days}` },
  { id: 'reports-month', at: `reports?report=attendance-month&${days}` },
  { id: 'reports-esf', at: `reports?report=indicators-esf-plus&hidden=1&${days}` },
  { id: 'reports-progress', at: `reports?report=progress&person=5b01&${days}` },
  { id: 'reports-who', at: `reports?report=book&${days}` },
  { id: 'reports-empty', at: `reports?report=visits&${days}`, empty: true },
  { id: 'reports-file', at: `reports?report=attendance-person&${days}`, press: ['Indienen'] },
  { id: 'filed', at: 'reports?view=filed' },
  { id: 'filed-one', at: 'reports?view=filed&name=2025-Q4+gemeente' },
  { id: 'kiosks', at: 'kiosks' },
  { id: 'kiosks-invite', at: 'kiosks', press: ['Kiosk uitnodigen'] },
  { id: 'kiosks-codes', at: 'kiosks', press: ['Kiosk uitnodigen', 'Codes maken'] },
  { id: 'kiosks-change', at: 'kiosks', press: ['Veranderen'] },
  { id: 'kiosks-empty', at: 'kiosks', empty: true },
  { id: 'accounts', at: 'admin/accounts', role: Role.ADMINISTRATOR },
  { id: 'accounts-new', at: 'admin/accounts', role: Role.ADMINISTRATOR, press: ['Nieuw account'] },
  { id: 'tokens', at: 'admin/tokens' },
  { id: 'tokens-revoke', at: 'admin/tokens', press: ['Intrekken'] },
  { id: 'audit', at: 'admin/audit', role: Role.AUDITOR },
  ...editingEntries,
  { id: 'me', at: 'me' },
  { id: 'missing', at: 'nothing' },
  { id: 'denied', at: 'kiosks', role: Role.CLIENT_MANAGER },
];

export function worldOf(entry: Entry): World {
  const world = freshWorld(entry.role ?? Role.OFFICE);
  world.empty = entry.empty ?? false;
  world.isNew = entry.isNew ?? false;
  if (!entry.out) signIn(world);
  return world;
}
