import { AttendanceReportRequest_By as By, type ExportReportRequest, type GetReportRequest } from '../generated/wijkboek/v1/reports_pb.ts';
import type { CaseItem } from '../generated/wijkboek/v1/settling_pb.ts';
import { chance, ms_now, named, people, type FakePerson } from './people.ts';
import type { World } from './world.ts';

// What the server in memory answers in tables and words.

const known = { asKnownAt: { position: 90211n }, nowMs: BigInt(ms_now) };

const counted = (names: readonly string[], text: number) => names.map((name, i) => ({ name, number: i >= text }));

// As a funder gets it: small counts hidden.
function indicatorsOf() {
  const rows = [
    ['EECO01', 'participants', '34', '27', '7', '0', '0', '34', '100.0', '0'],
    ['EECO02', 'unemployed, including long-term unemployed', '25', '*', '*', '0', '0', '34', '73.5', '0'],
    ['EECO03', 'long-term unemployed', '19', '*', '*', '0', '0', '34', '55.9', '*'],
    ['EECO04', 'inactive', '9', '*', '*', '0', '0', '34', '26.5', '0'],
    ['EECR04', 'in employment on leaving', '*', '*', '*', '0', '0', '12', '*', '0'],
  ];
  return {
    columns: counted(['code', 'indicator', 'total', 'women', 'men', 'non-binary', 'gender not known', 'of', '%', 'not known'], 2),
    rows: rows.map((cells) => ({ cells })),
    smallPrint: [`peildatum 2026-03-11; deelnemers: iedereen van wie het eerste traject in deze tijd begon, elk één keer`, `voor buitenstaanders: * verbergt een aantal van 1 tot en met 4, of een waaruit zo'n aantal te berekenen is`],
    ...known,
  };
}

function progressOf() {
  const rows = [
    ['participant', people[0]?.name ?? '', '', '', '', ''],
    ['sessions', 'expected', '34', '', '', '3'],
    ['sessions', 'present', '26', '34', '76.5', '3'],
    ['sessions', 'attended, of those that are known and not excused', '26', '27', '96.3', '0'],
    ['hours', 'counted', '71.50', '240.00', '29.8', ''],
    ['level', 'NT2 reading', 'A1, 2025-10-02', 'now A2, 2026-01-20', '', ''],
    ['goals', 'met', '1', '3', '33.3', '2'],
    ['exit', 'none is written down', '', '', '', ''],
  ];
  return { columns: counted(['about', 'what', 'value', 'of', '%', 'not known'], 4), rows: rows.map((cells) => ({ cells })), smallPrint: ['alle dagen: 1 deelnemer'], ...known };
}

// The lines of a report as a file, in the words that were asked for.
export function linesOf(request: ExportReportRequest, empty: boolean): string[] {
  if (!request.report) return [];
  const { columns, rows } = reportOf(request.report, empty);
  const names = columns.map(({ name }) => request.words[`column.${name}`] ?? name);
  return [names, ...rows.map(({ cells }) => cells)].map((cells) => `${cells.join(',')}\r\n`);
}

// Its small print is Dutch, whatever was asked for.
export function reportOf(request: GetReportRequest, empty: boolean) {
  if (request.report.case === 'indicators') return indicatorsOf();
  if (request.report.case === 'progress' || request.report.case === 'book') return progressOf();
  const byMonth = (request.report.case === 'attendance' && request.report.value.by === By.MONTH) || (request.report.case === 'hours' && Number(request.report.value.by) === 3);
  const numbers = ['expected', 'present', 'excused', 'absent final', 'pending', 'known', 'weak evidence'];
  const names = byMonth ? ['2025-11', '2025-12', '2026-01', '2026-02', '2026-03'] : people.slice(0, 21).map((one) => one.name);
  return {
    columns: [{ name: byMonth ? 'month' : 'participant' }, ...numbers.map((name) => ({ name, number: true }))],
    rows: empty
      ? []
      : names.map((name, i) => {
          const expected = byMonth ? 1200 + chance(90, i) : 34;
          const present = Math.round(expected * 0.74) + chance(4, i, 1);
          const excused = Math.round(expected * 0.1);
          const absent = Math.round(expected * 0.08);
          const pending = expected - present - excused - absent;
          return { cells: [name, expected, present, excused, absent, pending, expected - pending, chance(3, i, 2)].map(String) };
        }),
    smallPrint: [
      'verwacht: deelnemers bij bijeenkomsten die begonnen zijn en niet zijn afgezegd, elk één keer per bijeenkomst',
      'van 680 van de 714 is bekend hoe het was; wacht op kiosk 34, onduidelijk 0, niet bekend 0; afwezig wat nog kan veranderen 0',
      'dekking: 4 van 5 kiosken zijn gehoord tot en met 2026-03-11 09:41; nog niet: Laptop Verzonnen (2026-03-11 07:20)',
    ],
    ...known,
  };
}

export function traceOf() {
  return {
    records: [
      { type: 'hours', what: 'Amina Verzonnen, 14, 2026-03-03: 180 min count, 0 min to confirm', events: ['77ab12cd34ef0011', '9c01aa37b2d00022'], partition: 'person:5b1f', fingerprint: '1f60a2b9c4e1' },
      { type: 'attendance', what: 'Taal, 2026-03-03 09:00-12:00: present, final', events: ['77ab12cd34ef0011'], partition: 'session:5e01', fingerprint: '90aa17b2c4e1' },
    ],
    events: [
      { hash: '77ab12cd34ef0011', device: 'Balie Noord', deviceId: 'de01', epoch: '5d5a', seq: 417n, position: 90211n, kind: 'check-in', captured: '2026-03-03 08:55', received: '2026-03-03 09:02', who: 'Amina Verzonnen', method: 'own badge', strength: 3, state: 'counts' },
      { hash: '9c01aa37b2d00022', device: 'Balie Noord', deviceId: 'de01', epoch: '5d5a', seq: 431n, position: 90260n, kind: 'check-out', captured: '2026-03-03 12:04', received: '2026-03-03 12:05', who: 'Amina Verzonnen', method: 'own badge', strength: 3, state: 'counts' },
    ],
    ...known,
  };
}

export function pathOf(person: FakePerson) {
  const of = (type: string, day: string, state: string, more: object, event: string) => ({ participant: named(person), step: { type, day, ...more }, state, who: 'Coach Bedacht', events: [event] });
  return [
    of('ladder', '2026-02-12', '', { level: '3', growthWithin: true }, 'e2a1'),
    of('assessment', '2026-01-20', '', { scale: 'NT2', skill: 'reading', level: 'A2', instrument: 'Taalmeter', instrumentVersion: '2' }, 'e2a2'),
    of('goal', '2025-10-02', 'set', { ref: '90a1c2d3', note: 'Zelf naar de huisarts bellen' }, 'e2a3'),
    of('milestone', '2025-11-14', '', { code: 'certificate' }, 'e2a4'),
    of('placement', '2025-10-20', 'running', { ref: '51ace001', note: 'Thuiszorg Verzonnen' }, 'e2a5'),
  ];
}

export function letterOf(item: CaseItem | undefined): string {
  return `Aan de klantmanager van gemeente ${item?.municipality ?? 'GM0363'}
Onderwerp: gemiste dagen van ${item?.participant?.name ?? 'alle deelnemers'}
Stand van 11 maart 2026, 10:40 uur (positie 90211).
Wat later bekend wordt, staat hier nog niet in.

Zij doet mee in ${item?.cohort ?? 'Groep 14'} bij wijkleercentrum ${item?.centre ?? 'Noord'}.

De dagen
- maandag 2 maart 2026
    09:00–12:00 Taal: niet geweest
- dinsdag 3 maart 2026
    09:00–12:00 Taal: niet geweest

Wat zij zei (met een tolk, in haar eigen taal)
    De bus kwam niet.`;
}

export function filedOf(world: World, name: string) {
  const reports = (world.empty ? [] : world.filed).map((one) => ({ ...one, cutOff: { position: 88010n }, filedBy: 'Sanne Verzonnen', fingerprint: '4f1a90bb27c4e1d09a', ...(one.name === name ? { reproduced: true } : {}) }));
  if (name === '') return { reports };
  const table = (present: string) => ({ columns: [{ name: 'participant' }, { name: 'expected', number: true }, { name: 'present', number: true }], rows: [{ cells: [people[0]?.name ?? '', '34', present] }], smallPrint: ['Counted: participants at sessions.'], ...known });
  return {
    reports: reports.filter((one) => one.name === name),
    asFiled: table('27'),
    now: table('28'),
    changes: [{ type: 'attendance', person: named(people[0]), day: '2025-12-09', about: 'Taal, 09:00-12:00', before: 'pending', after: 'present', late: [{ hash: '77ab', device: 'Laptop Verzonnen', kind: 'check-in', received: '2026-01-14 09:20' }], cause: '' }],
  };
}
