import { Code, ConnectError, createRouterTransport, type Transport } from '@connectrpc/connect';
import { addDays } from '@wijkboek/page/i18n/civil.ts';
import { AccessService } from '../generated/wijkboek/v1/access_pb.ts';
import { OfficeService, ChangeDeviceRequest_Change as Change } from '../generated/wijkboek/v1/office_pb.ts';
import { FindPeopleRequest_Standing as Standing, OfficePageService, type SessionRow } from '../generated/wijkboek/v1/office_page_pb.ts';
import { DeviceState } from '../generated/wijkboek/v1/sync_pb.ts';
import { itemOf, itemsOf, inCohort, sessionOf } from './attendance.ts';
import { applyFacts, assignWork, codes, groupPeople, importRoster, makeBadges, peopleOf, recordStep } from './editing.ts';
import { overviewOf } from './overview.ts';
import { centres, day_now, ms_now, named, people, programmes } from './people.ts';
import { filedOf, letterOf, linesOf, pathOf, reportOf, traceOf } from './texts.ts';
import { account, mayOf, right, signIn, type World } from './world.ts';

// The server in memory. It refuses what the real one refuses: whoever is not signed in, and whoever may not.

const nameOf = ({ name }: { name: string }) => {
  const [given = '', ...family] = name.split(' ');
  return { given, family: family.join(' ') };
};
const hex = (id: Uint8Array) => [...id].map((byte) => byte.toString(16).padStart(2, '0')).join('');

export function transportOf(world: World): Transport {
  const allowed = (method: string) => {
    if (!world.me) throw new ConnectError('sign in', Code.Unauthenticated);
    if (!mayOf[world.role]?.includes(method)) throw new ConnectError('this account may not do that', Code.PermissionDenied);
  };
  const missing = (what: string) => new ConnectError(`there is no such ${what}`, Code.NotFound);
  const at = centres.map((one) => one.name);

  return createRouterTransport(({ service }) => {
    service(AccessService, {
      signIn(request) {
        if (world.wrong >= 5) throw new ConnectError('wait 30 seconds', Code.ResourceExhausted);
        if (world.isNew && request.name === right.name && request.password === right.oneTime) {
          return { result: { case: 'setUp', value: { secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', uri: 'otpauth://totp/Wijkboek:sanne?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Wijkboek' } } };
        }
        if (request.name !== right.name || request.password !== right.password || request.code !== right.code) {
          world.wrong += 1;
          throw new ConnectError('name, password or code are not right', Code.Unauthenticated);
        }
        return { result: { case: 'me', value: signIn(world) } };
      },
      setUp(request) {
        if (request.code !== right.code) throw new ConnectError('the code is not right', Code.Unauthenticated);
        world.isNew = false;
        return { me: signIn(world) };
      },
      signOut() {
        world.me = null;
        return {};
      },
      getMe() {
        if (!world.me) throw new ConnectError('sign in', Code.Unauthenticated);
        return { me: world.me, may: [...(mayOf[world.role] ?? [])] };
      },
      changePassword(request) {
        if (request.password !== right.password) throw new ConnectError('the current password is another one', Code.InvalidArgument);
        return {};
      },
      listAccounts: () => (allowed('ListAccounts'), { accounts: world.accounts }),
      makeAccount(request) {
        allowed('MakeAccount');
        if (world.accounts.some((one) => one.name === request.name)) throw new ConnectError('there is an account of this name already', Code.AlreadyExists);
        const made = account(request.name, request.displayName, request.role, { isNew: true, lastSignedInMs: 0n });
        world.accounts.push(made);
        return { account: made, oneTimePassword: 'QRST-UVWX-YZ23' };
      },
      changeAccount(request) {
        allowed('ChangeAccount');
        const found = world.accounts.find((one) => one.name === request.name);
        if (!found) throw missing('account');
        if (request.disabled !== undefined) found.disabled = request.disabled;
        if (request.displayName !== undefined) found.displayName = request.displayName;
        return { account: found };
      },
      resetAccount: () => (allowed('ResetAccount'), { oneTimePassword: 'QRST-UVWX-YZ23' }),
      makeToken(request) {
        allowed('MakeToken');
        const token = { id: `f0${world.tokens.length}d`, purpose: request.purpose, madeMs: BigInt(ms_now), lastUsedMs: 0n, endsMs: BigInt(ms_now + 90 * 86_400_000) };
        world.tokens.push(token);
        return { token, secret: 'wb_verzonnen_7f3c91d2a4' };
      },
      listTokens: () => (allowed('ListTokens'), { tokens: world.empty ? [] : world.tokens }),
      revokeToken(request) {
        allowed('RevokeToken');
        world.tokens = world.tokens.filter((one) => one.id !== request.id);
        return {};
      },
      listAudit(request) {
        allowed('ListAudit');
        const methods = ['GetOverview', 'FindPeople', 'GetPersonLedger', 'GetReport', 'SettleDiscrepancy', 'SignIn'];
        const rows = Array.from({ length: 24 }, (_, i) => ({ number: BigInt(240 - i), atMs: BigInt(ms_now - i * 47_000), account: i % 4 ? 'sanne' : 'willem', method: methods[i % 6] ?? '', about: i % 6 === 2 ? (people[i]?.id ?? '') : '', result: i === 9 ? 'permission_denied' : 'ok', chain: (0x9f3c2a1 * (i + 7)).toString(16).padStart(16, '0') }));
        return { rows: world.empty ? [] : rows.filter((row) => request.account === '' || row.account === request.account) };
      },
    });

    service(OfficePageService, {
      getOverview(request) {
        allowed('GetOverview');
        const version = String(world.version);
        if (request.version === version) return { unchanged: true, version, nowMs: BigInt(ms_now) };
        world.overviewsSent += 1;
        return overviewOf(world, request.centre);
      },
      listChoices: () => ({
        centres,
        programmes,
        cohorts: world.cohorts.map(({ id, name, programme }) => ({ id, name, within: programmes[programme]?.id ?? '' })),
        coaches: world.coaches,
        codes,
        municipalities: [{ id: 'GM0363', name: 'Amsterdam (GM0363)' }, { id: 'GM0518', name: "'s-Gravenhage (GM0518)" }],
      }),
      findPeople(request) {
        allowed('FindPeople');
        const parts = request.text.toLowerCase().split(/\s+/);
        const found = (world.empty ? [] : peopleOf(world)).filter((one) => {
          const cohort = world.cohorts[one.cohort];
          return (
            parts.every((part) => one.name.toLowerCase().includes(part)) &&
            (request.centre === '' || centres[one.centre]?.id === request.centre) &&
            (request.cohort === '' || cohort?.id === request.cohort) &&
            (request.programme === '' || programmes[cohort?.programme ?? 0]?.id === request.programme) &&
            (request.standing === Standing.UNSPECIFIED || request.standing === Standing.ENROLLED)
          );
        });
        const size = request.limit || 50;
        const from = Number(request.pageToken || 0);
        return {
          total: found.length,
          nextPageToken: from + size < found.length ? String(from + size) : '',
          people: found.slice(from, from + size).map((one) => {
            const recent = itemsOf(one, addDays(day_now, -28), day_now);
            return {
              person: named(one),
              centre: at[one.centre] ?? '',
              cohort: world.cohorts[one.cohort]?.name ?? '',
              programme: programmes[world.cohorts[one.cohort]?.programme ?? 0]?.name ?? '',
              standing: Standing.ENROLLED,
              minutes: BigInt(recent.reduce((sum, item) => sum + Number(item.minutes), 0) * 4),
              targetMinutes: 400 * 60,
              expected: recent.length,
              present: recent.filter((item) => item.status === 'present').length,
              openDoubts: world.doubts.filter((doubt) => doubt.open && doubt.people.some((who) => who.person === one.id)).length,
              caseStage: world.cases.find((item) => item.participant?.person === one.id)?.stage ?? '',
            };
          }),
        };
      },
      getPersonLedger(request) {
        allowed('GetPersonLedger');
        const one = peopleOf(world).find((person) => person.id === request.person);
        if (!one) throw missing('person');
        const cohort = world.cohorts[one.cohort];
        const first = request.firstDay || addDays(day_now, -70);
        const last = request.lastDay || day_now;
        const attendance = itemsOf(one, first, last);
        const minutes = attendance.reduce((sum, item) => sum + Number(item.minutes), 0);
        return {
          person: named(one),
          birthDate: one.birthDate,
          nameParts: nameOf(one),
          onRecord: one.onRecord,
          language: one.language,
          firstDay: first,
          lastDay: last,
          enrolments: [{ id: 'en01', cohort: cohort?.id ?? '', cohortName: cohort?.name ?? '', programme: programmes[cohort?.programme ?? 0]?.name ?? '', centre: centres[one.centre]?.id ?? '', centreName: at[one.centre] ?? '', municipality: 'GM0363', firstDay: cohort?.first ?? '', minutes: BigInt(minutes * 3), minutesToConfirm: 95n, targetMinutes: 400 * 60, ownTimes: '2026-01-05..2026-02-01 mon-fri 10:00-12:00' }],
          attendance,
          visits: [
            { day: '2026-03-06', start: '10:00', end: '11:30', residents: [{ person: 'be01', name: 'Mevrouw De Wit-Verzonnen' }], with: [named(people[6])], minutes: 90n, minutesToConfirm: 0n, witnesses: 2 },
            { day: '2026-02-27', start: '13:00', end: '', residents: [{ person: 'be02', name: 'Meneer Bakker-Verzonnen' }], minutes: 0n, minutesToConfirm: 60n, witnesses: 1 },
          ],
          help: { given: 135n, received: 60n, givenClaimed: 45n, receivedClaimed: 0n, latest: [{ day: '2026-03-05', with: named(people[4]), gave: true, subject: 'Taal', minutes: 45, confirmed: true }, { day: '2026-02-20', with: named(people[10]), gave: true, subject: 'Rekenen', minutes: 45, confirmed: false }] },
          path: [...world.steps.filter(({ person }) => person === one.id).map(({ item }) => item), ...pathOf(one)],
          cases: world.cases.filter((item) => item.participant?.person === one.id),
          doubts: world.doubts.filter((item) => item.people.some((who) => who.person === one.id)),
          badges: [{ type: 'card', mark: '5b1f60a2', from: '2025-09-01' }, { type: 'pin', mark: '90c11f02', from: '2025-09-01', until: '2026-01-10' }],
        };
      },
      listCohorts(request) {
        allowed('ListCohorts');
        return {
          cohorts: world.empty ? [] : world.cohorts.filter((one) => request.programme === '' || programmes[one.programme]?.id === request.programme).map((one, i) => ({
            id: one.id, name: one.name, programme: programmes[one.programme]?.name ?? '', programmeId: programmes[one.programme]?.id ?? '', firstDay: one.first, lastDay: one.last, centres: [at[one.centre] ?? ''],
            enrolled: 24 + i, running: inCohort(i).length, expected: 1810, present: 1290 + i * 11, absent: 122, excused: 201, minutes: BigInt(1290 * 178),
          })),
        };
      },
      listSessions(request) {
        allowed('ListSessions');
        const sessions: SessionRow[] = [];
        for (let day = request.firstDay; day <= request.lastDay && !world.empty; day = addDays(day, 1)) {
          for (const i of world.cohorts.keys()) {
            const session = sessionOf(i, day);
            if (session && !world.planned.has(session.id)) sessions.push(session);
          }
          sessions.push(...[...world.planned.values()].filter((one) => one.day === day));
        }
        return {
          sessions: sessions
            .filter((one) => (request.centre === '' || one.centre === request.centre) && (request.cohort === '' || one.cohortIds.includes(request.cohort)))
            .map((one) => ({ ...one, cancelled: one.cancelled || world.calledOff.has(one.id) })),
        };
      },
      getSessionList(request) {
        allowed('GetSessionList');
        const [, cohort = '', year = '', month = '', date = ''] = /^5e(c0\d\d)(\d{4})(\d\d)(\d\d)$/.exec(request.session) ?? [];
        const which = world.cohorts.findIndex((one) => one.id === cohort);
        const day = `${year}-${month}-${date}`;
        const session = which < 0 ? null : sessionOf(which, day);
        if (!session) throw missing('session');
        return {
          session,
          rows: inCohort(which).flatMap((person) => {
            const attendance = itemOf(person, day);
            return attendance ? [{ person: named(person), attendance, confirmed: attendance.strength === 3 ? '09:02, own badge' : '' }] : [];
          }),
          signedOffBy: session.signedOff ? 'Coach Bedacht' : '',
          signedOffAt: session.signedOff ? `${day} 12:06` : '',
          smallPrint: ['as known at 2026-03-11 09:41, position 88123', 'confirmed by the participant: their own badge, QR code or PIN; by the instructor: the signed list'],
        };
      },
      listOfficeResidents(request) {
        allowed('ListOfficeResidents');
        const all = world.residents;
        return { residents: world.empty ? [] : all.filter((one) => one.person.name.toLowerCase().includes(request.text.toLowerCase())) };
      },
      importRosterFiles: (request) => (allowed('ImportRosterFiles'), importRoster(request, world)),
      makeBadgeSheet: (request) => (allowed('MakeBadgeSheet'), makeBadges(request, world)),
      assignWork: (request) => (allowed('AssignWork'), assignWork(request, world)),
    });

    service(OfficeService, {
      listDevices: () => (allowed('ListDevices'), { devices: world.empty ? [] : world.kiosks }),
      inviteDevices(request) {
        allowed('InviteDevices');
        return { codes: Array.from({ length: request.count || 1 }, (_, i) => `WIJK-7${i}QX-M2NP-${4 + i}TRS`), expiresMs: BigInt(ms_now + request.validHours * 3_600_000) };
      },
      revokeDevice(request) {
        allowed('RevokeDevice');
        const kiosk = world.kiosks.find((one) => hex(one.deviceId) === request.device);
        if (!kiosk) throw missing('kiosk');
        kiosk.state = DeviceState.REVOKED;
        return { deviceId: kiosk.deviceId };
      },
      changeDevice(request) {
        allowed('ChangeDevice');
        const kiosk = world.kiosks.find((one) => hex(one.deviceId) === request.device);
        if (!kiosk) throw missing('kiosk');
        if (request.change === Change.LOST) kiosk.state = DeviceState.LOST;
        if (request.change === Change.PARKED) kiosk.state = DeviceState.PARKED;
        if (request.change === Change.FOUND) kiosk.state = DeviceState.ENROLLED;
        world.version += 1;
        return { deviceId: kiosk.deviceId };
      },
      getReport: (request) => (allowed('GetReport'), reportOf(request, world.empty)),
      async *exportReport(request) {
        allowed('ExportReport');
        for (const line of linesOf(request, world.empty)) yield await Promise.resolve({ content: new TextEncoder().encode(line) });
      },
      listDiscrepancies(request) {
        allowed('ListDiscrepancies');
        const choice = request.choice;
        return {
          items: (world.empty ? [] : world.doubts).filter(
            (one) =>
              (choice?.settled || one.open) &&
              (!choice?.kind || one.kind === choice.kind) &&
              (!choice?.id || one.id.startsWith(choice.id)) &&
              (!choice?.person || one.people.some((who) => who.person === choice.person)) &&
              (!choice?.olderThanDays || one.ageDays > choice.olderThanDays) &&
              (!request.centre || one.centre === centres.find(({ id }) => id === request.centre)?.name),
          ),
        };
      },
      settleDiscrepancy(request) {
        allowed('SettleDiscrepancy');
        const item = world.doubts.find((one) => one.id === request.id);
        if (!item) throw missing('discrepancy');
        item.open = false;
        world.version += 1;
        return {};
      },
      listCases(request) {
        allowed('ListCases');
        return { items: (world.empty ? [] : world.cases).filter((one) => (request.all || one.stage !== 'accounted') && (!request.participant || one.participant?.person === request.participant)) };
      },
      changeCase(request) {
        allowed('ChangeCase');
        const item = world.cases.find((one) => one.id === request.change?.case);
        const change = request.change?.change;
        if (!item) throw missing('case');
        if (change?.case === 'heard') item.stage = 'heard';
        if (change?.case === 'sent') item.stage = 'sent';
        if (change?.case === 'accounted') item.stage = 'accounted';
        if (change?.case === 'retraction') item.retractionOpen = false;
        return {};
      },
      getCaseLetter: (request) => (allowed('GetCaseLetter'), { text: letterOf(world.cases.find((one) => one.id === request.case)), nowMs: BigInt(ms_now) }),
      trace: () => (allowed('Trace'), traceOf()),
      fileReport(request) {
        allowed('FileReport');
        if (world.filed.some((one) => one.name === request.name)) throw new ConnectError('a report is filed under this name already: choose another', Code.AlreadyExists);
        world.filed.unshift({ name: request.name, what: 'attendance', filedAt: '2026-03-11 10:40' });
        return {};
      },
      applyFacts: (request) => (allowed('ApplyFacts'), applyFacts(request, world)),
      recordExcuse: (request) => {
        allowed('RecordExcuse');
        if (request.calledAt.slice(0, 10) > day_now) throw new ConnectError(`${request.calledAt} lies in the future: nobody can have called then`, Code.InvalidArgument);
        return {};
      },
      recordPathStep: (request) => (allowed('RecordPathStep'), recordStep(request, world)),
      listPeopleGroups: (request) => (allowed('ListPeopleGroups'), { groups: world.empty ? [] : world.groups.filter((one) => request.suggestions || one.merged) }),
      groupPeople: (request) => (allowed('GroupPeople'), groupPeople(request, world)),
      listFiledReports: (request) => (allowed('ListFiledReports'), filedOf(world, request.name)),
    });
  });
}
