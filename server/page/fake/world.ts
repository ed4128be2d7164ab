import { create } from '@bufbuild/protobuf';
import { Role, type Account, AccountSchema } from '../generated/wijkboek/v1/access_pb.ts';
import type { SessionRow } from '../generated/wijkboek/v1/office_page_pb.ts';
import { DeviceSchema, type Device } from '../generated/wijkboek/v1/office_pb.ts';
import { CaseItemSchema, DiscrepancyItemSchema, PeopleGroupItemSchema, type CaseItem, type DiscrepancyItem, type PathItem, type PeopleGroupItem } from '../generated/wijkboek/v1/settling_pb.ts';
import { DeviceState } from '../generated/wijkboek/v1/sync_pb.ts';
import { centres, cohorts, ms_now, named, people, type FakeCohort, type FakePerson } from './people.ts';

// What the server in memory holds. Everybody is invented.

const bytes = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (two) => Number.parseInt(two, 16));
const minute = 60_000;

export const right = { name: 'sanne', password: 'een lange zin van Sanne', code: '123456', oneTime: 'ABCD-EFGH-IJKL' };

const everything = [
  'GetOverview', 'ListChoices', 'FindPeople', 'GetPersonLedger', 'ListCohorts', 'ListSessions', 'GetSessionList', 'ListOfficeResidents',
  'GetReport', 'ExportReport', 'FileReport', 'ListFiledReports', 'Trace', 'ListDiscrepancies', 'SettleDiscrepancy', 'ListCases', 'ChangeCase',
  'ApplyFacts', 'RecordExcuse', 'RecordPathStep', 'ListPeopleGroups', 'GroupPeople', 'ImportRosterFiles', 'MakeBadgeSheet', 'AssignWork',
  'GetCaseLetter', 'ListDevices', 'InviteDevices', 'RevokeDevice', 'ChangeDevice', 'MakeToken', 'ListTokens', 'RevokeToken',
];
const accounts = ['ListAccounts', 'MakeAccount', 'ChangeAccount', 'ResetAccount', 'ListAudit'];
const reading = everything.filter((method) => !/^(Settle|Change|File|Invite|Revoke|Make|Apply|Record|Group|Import|Assign)/.test(method));

export const mayOf: Readonly<Record<number, readonly string[]>> = {
  [Role.OFFICE]: everything,
  [Role.COORDINATOR]: everything.filter((method) => !/Device|FileReport|ApplyFacts|PeopleGroups|GroupPeople|Roster|Badge/.test(method) || method === 'ListDevices'),
  [Role.CLIENT_MANAGER]: ['ListChoices', 'GetReport', 'ExportReport', 'ListCases', 'GetCaseLetter'],
  [Role.AUDITOR]: [...reading, 'ListAccounts', 'ListAudit'],
  [Role.ADMINISTRATOR]: ['ListChoices', 'ListDevices', 'InviteDevices', 'RevokeDevice', 'ChangeDevice', 'MakeToken', 'ListTokens', 'RevokeToken', ...accounts],
  // Of nobody there really is: every screen at once, for the gallery.
  [Role.UNSPECIFIED]: [...everything, ...accounts],
};

function kiosks(): Device[] {
  const of = (id: string, name: string, centre: number, more: object) =>
    create(DeviceSchema, {
      deviceId: bytes(id),
      name,
      centreId: bytes(centres[centre]?.id ?? ''),
      centreName: centres[centre]?.name ?? '',
      state: DeviceState.ENROLLED,
      lastHeardMs: BigInt(ms_now - minute),
      heardThroughMs: BigInt(ms_now - minute),
      clockErrorMs: 120n,
      status: { version: '0.7.0', behind: 0n, diskFreeBytes: 21_400_000_000n },
      ...more,
    });
  return [
    of('de01', 'Balie Noord', 0, {}),
    of('de02', 'Laptop Verzonnen', 0, { lastHeardMs: BigInt(ms_now - 190 * minute), heardThroughMs: BigInt(ms_now - 200 * minute), statusesWaiting: 4, sessionsWaiting: 1, status: { version: '0.6.2', behind: 12n, diskFreeBytes: 3_100_000_000n }, clockErrorMs: -4300n }),
    of('de03', 'Balie West', 1, {}),
    of('de04', 'Balie Den Haag', 2, {}),
    of('de05', 'Oude tablet', 2, { state: DeviceState.LOST, lastHeardMs: BigInt(ms_now - 9 * 1440 * minute), heardThroughMs: BigInt(ms_now - 9 * 1440 * minute) }),
    of('de06', 'Nieuwe tablet', 1, { lastHeardMs: 0n, heardThroughMs: 0n, clockErrorMs: 0n, status: undefined }),
  ];
}

function doubts(): DiscrepancyItem[] {
  const said = (what: string, who: string, where: string, at: string, event: string, strength: string) => ({ what, who, where, at, event, strength });
  const of = (id: string, kind: string, who: number, more: object) =>
    create(DiscrepancyItemSchema, {
      id,
      kind,
      people: [named(people[who])],
      centre: centres[people[who]?.centre ?? 0]?.name ?? '',
      day: '2026-03-10',
      open: true,
      ageDays: 1,
      settler: 'a coach or the office',
      ...more,
    });
  return [
    of('3f9a12bc77e0', 'forgotten_check_out', 0, { detail: 'checked in 08:58, ended by rule 16:00', said: [said('check-in', 'Amina Verzonnen', 'Noord, Balie Noord', '2026-03-10 08:58', 'e0a1', 'own')], suggestion: 'end 16:00', ways: ['accept', 'end'] }),
    of('4c01aa37b2d0', 'visit_times_differ', 3, { day: '2026-03-06', ageDays: 5, people: [named(people[3]), named(people[6])], said: [said('visit 10:00–11:30', 'Tesfay Verzonnen', 'Noord, Balie Noord', '2026-03-06 11:40', 'e0b1', 'own'), said('visit 10:00–11:00', 'Rosa Verzonnen', 'Noord, Laptop Verzonnen', '2026-03-06 11:20', 'e0b2', 'own')], suggestion: 'end 11:00', ways: ['accept', 'start', 'end'] }),
    of('5d11aa37b2d0', 'attendance_contested', 4, { day: '2026-03-09', ageDays: 2, sessionText: 'Taal, 15, 09:00-12:00', said: [said('marked absent', 'Coach Bedacht', 'Nieuw-West, Balie West', '2026-03-09 12:05', 'e0c1', 'coach'), said('attendance contested', 'Fatma Verzonnen', 'Nieuw-West, Balie West', '2026-03-10 09:01', 'e0c2', 'own')], suggestion: '', ways: ['accept', 'status'], settler: 'a coach or the office, but nobody whose own word it is about' }),
    of('6e22aa37b2d0', 'help_claim_unanswered', 7, { day: '2026-02-20', ageDays: 19, people: [named(people[7]), named(people[10])], said: [said('help of 45 minutes', 'Hodan Verzonnen', 'Nieuw-West, Balie West', '2026-02-20 14:00', 'e0d1', 'own')], suggestion: 'accept', ways: ['accept', 'minutes', 'reject'] }),
    of('7f33aa37b2d0', 'unknown_badge', 2, { people: [], day: '2026-03-11', ageDays: 0, centre: 'Den Haag Zuid', said: [said('check-in', 'an unknown badge', 'Den Haag Zuid, Balie Den Haag', '2026-03-11 09:12', 'e0e1', 'own')], ways: ['person', 'reject'] }),
  ];
}

function cases(): CaseItem[] {
  const of = (who: number, stage: string, more: object) => {
    const person = people[who];
    return create(CaseItemSchema, {
      id: `${person?.id}-2026-03-02`,
      participant: named(person),
      cohort: cohorts[person?.cohort ?? 0]?.name ?? '',
      centre: centres[person?.centre ?? 0]?.name ?? '',
      municipality: person?.centre === 2 ? 'GM0518' : 'GM0363',
      stage,
      days: ['2026-03-02', '2026-03-03'],
      language: person?.language ?? '',
      ...more,
    });
  };
  const heard = { stage: 'heard', at: '2026-03-04 10:10', who: 'Coach Bedacht', note: 'De bus kwam niet.', event: 'e1a1' };
  const sent = { stage: 'sent', at: '2026-03-05 09:30', who: 'Sanne Verzonnen', event: 'e1a2' };
  return [
    of(1, 'call', {}),
    of(5, 'heard', { steps: [heard] }),
    of(8, 'sent', { steps: [heard, sent] }),
    of(9, 'retracted', { retractionOpen: true, steps: [heard, sent, { stage: 'retracted', at: '2026-03-09 14:00', who: 'the device', event: 'e1a3' }] }),
  ];
}

function groups(): PeopleGroupItem[] {
  const of = (who: readonly number[], reason: string) => create(PeopleGroupItemSchema, { people: who.map((i) => named(people[i])), reason, merged: reason === '' });
  return [of([2, 44], 'same name and birth date'), of([12, 26], 'one badge in two hands'), of([3, 17], '')];
}

export interface FakeResident {
  person: { person: string; name: string };
  nameParts?: { given: string; family: string; called: string } | undefined;
  household: string;
  centre: string;
  centreId: string;
  area: string;
  areaYear: number;
  state: string;
  visits: number;
  minutes: bigint;
  lastVisit: string;
  card: string;
}

function residents(): FakeResident[] {
  return [['Mevrouw', 'De Wit-Verzonnen'], ['Meneer', 'Bakker-Verzonnen'], ['Familie', 'Fictief'], ['Mevrouw', 'Bedacht']].map(([given = '', family = ''], i) => ({
    person: { person: `be0${i + 1}`, name: `${given} ${family}` },
    nameParts: { given, family, called: '' },
    household: i === 1 ? 'be01' : `be0${i + 1}`,
    centre: centres[i % 3]?.name ?? '',
    centreId: centres[i % 3]?.id ?? '',
    area: i === 0 ? 'BU03630100' : '',
    areaYear: i === 0 ? 2025 : 0,
    state: ['active', 'active', 'paused', 'moved'][i] ?? '',
    visits: 12 - i * 3,
    minutes: BigInt(900 - i * 210),
    lastVisit: i === 3 ? '' : '2026-03-06',
    card: i === 3 ? '' : `WB${'K7Q2M9XH4T6RVB8NW3C5JPLD2F'.slice(i)}${'A'.repeat(i)}`,
  }));
}

export interface World {
  me: Account | null;
  role: Role;
  isNew: boolean;
  wrong: number;
  kiosks: Device[];
  doubts: DiscrepancyItem[];
  cases: CaseItem[];
  accounts: Account[];
  tokens: { id: string; purpose: string; madeMs: bigint; lastUsedMs: bigint; endsMs: bigint }[];
  filed: { name: string; what: string; filedAt: string }[];
  // What the office can write.
  people: FakePerson[];
  newPeople: FakePerson[];
  cohorts: FakeCohort[];
  coaches: { id: string; name: string; within: string }[];
  residents: FakeResident[];
  steps: { person: string; item: PathItem }[];
  groups: PeopleGroupItem[];
  // Sessions that were planned or changed, and those that were called off, by id.
  planned: Map<string, SessionRow>;
  calledOff: Set<string>;
  badged: Set<string>;
  imported: number;
  empty: boolean;
  // Counted up whenever something changes, so that an overview is sent anew.
  version: number;
  overviewsSent: number;
}

export function account(name: string, displayName: string, role: Role, more: object = {}): Account {
  return create(AccountSchema, { id: `ac${name.length}${role}`, name, displayName, role, madeMs: BigInt(ms_now - 90 * 1440 * minute), lastSignedInMs: BigInt(ms_now - 30 * minute), ...more });
}

export function freshWorld(role: Role = Role.OFFICE): World {
  return {
    me: null,
    role,
    isNew: false,
    wrong: 0,
    kiosks: kiosks(),
    doubts: doubts(),
    cases: cases(),
    accounts: [
      account('sanne', 'Sanne Verzonnen', Role.OFFICE, { coach: 'c0ac' }),
      account('willem', 'Willem Bedacht', Role.COORDINATOR, { remitText: 'Noord', remit: { centres: ['ce01'] } }),
      account('gemeente', 'Klantmanager Fictief', Role.CLIENT_MANAGER, { remitText: 'GM0363', remit: { municipalities: ['GM0363'] }, isNew: true, lastSignedInMs: 0n }),
      account('controle', 'Controleur Verzinsel', Role.AUDITOR, { disabled: true }),
    ],
    tokens: [{ id: 'f00d', purpose: 'Maandcijfers voor de gemeente', madeMs: BigInt(ms_now - 20 * 1440 * minute), lastUsedMs: BigInt(ms_now - 300 * minute), endsMs: BigInt(ms_now + 70 * 1440 * minute) }],
    filed: [{ name: '2025-Q4 gemeente', what: 'attendance 2025-10-01 … 2025-12-31', filedAt: '2026-01-12 15:04' }],
    people: people.map((one) => ({ ...one })),
    newPeople: [],
    cohorts: cohorts.map((one) => ({ ...one })),
    coaches: [
      { id: 'c0ac', name: 'Sanne Verzonnen', within: 'coordinator' },
      { id: 'c0ad', name: 'Coach Bedacht', within: 'coach' },
    ],
    residents: residents(),
    steps: [],
    groups: groups(),
    planned: new Map(),
    calledOff: new Set(),
    badged: new Set(people.slice(0, 40).map(({ id }) => id)),
    imported: 0,
    empty: false,
    version: 1,
    overviewsSent: 0,
  };
}

export function signIn(world: World): Account {
  world.me = account(right.name, 'Sanne Verzonnen', world.role, { coach: world.role === Role.AUDITOR || world.role === Role.CLIENT_MANAGER ? '' : 'c0ac' });
  return world.me;
}
