import { createClient, type Transport } from '@connectrpc/connect';
import { HelpSide } from '../../../generated/wijkboek/v1/visits_pb.ts';
import { VoidReason } from '../../../generated/wijkboek/v1/cases_pb.ts';
import { KioskService, type Saved as SavedMessage } from '../../../generated/wijkboek/v1/kiosk_pb.ts';
import { KioskPageService } from '../../../generated/wijkboek/v1/kiosk_page_pb.ts';
import type { SealedMedia } from '../../../generated/wijkboek/v1/sealed_pb.ts';
import { caseOf, dayOf, discrepancyOf, kioskOf, otherKioskOf, personHereOf, personOf, residentOf, unownedOf, visitOf } from './answers.ts';
import { markStatuses } from './enums.ts';
import { CoachTrouble, type CoachDesk, type CoachKiosk, type Saved, type SoundBytes } from './port.ts';
import { caseChange, correction, credential, decision, excuse, person, ticketOf, visitEnd, visitLog } from './requests.ts';
import { savedOf } from './saved.ts';
import { troubleOf } from './trouble.ts';

// The daemon's two services as a coach uses them. It decodes, calls and encodes, and nothing else.

async function asking<Answer>(answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    throw troubleOf(error);
  }
}

const saving = async (answer: Promise<{ saved?: SavedMessage | undefined }>): Promise<Saved> => savedOf((await asking(answer)).saved);

function soundOf(media: SealedMedia | undefined): SoundBytes {
  if (!media) throw new CoachTrouble('refused', '');
  return { type: media.mediaType, bytes: media.content };
}

// The bytes in memory of their own: the protocol's own type asks for it.
const mediaOf = ({ type, bytes }: SoundBytes) => ({ mediaType: type, content: new Uint8Array(bytes) });

export function coachKioskOver(transport: Transport): CoachKiosk {
  const kiosk = createClient(KioskService, transport);
  const page = createClient(KioskPageService, transport);

  function deskOf(ticket: string): CoachDesk {
    const coach = ticketOf(ticket);
    return {
      async clock() {
        const { day, time } = await asking(page.getWelcome({}));
        return { day, time };
      },
      people: async () => (await asking(kiosk.listPeople({}))).people.map(personHereOf),
      async day(day) {
        const today = await asking(kiosk.getToday({ day }));
        const sessions = await Promise.all(today.sessions.map(({ session }) => asking(kiosk.getSession({ session }))));
        return dayOf(day, today, sessions);
      },
      person: async (who, days) =>
        personOf(await asking(kiosk.getPerson({ who: person(who), ...(days && { firstDay: days.first, lastDay: days.last }) }))),
      discrepancies: async () => (await asking(kiosk.listDiscrepanciesHere({}))).items.filter(({ open }) => open).map(discrepancyOf),
      cases: async () => (await asking(kiosk.listCasesHere({}))).items.map(caseOf),
      status: async () => kioskOf(await asking(kiosk.getStatus({}))),
      phrases: async () => (await asking(page.listPhrases({}))).phrases.map(({ phrase, language }) => ({ phrase, language })),
      phrase: async (phrase, language) => soundOf((await asking(page.getPhrase({ phrase, language }))).sound),
      visits: async (day) => (await asking(page.listVisits({ ticket, day }))).visits.map(visitOf),
      unowned: async () => (await asking(page.listUnowned({ ticket }))).unowned.map(unownedOf),
      residents: async () => (await asking(page.listResidents({ ticket }))).residents.map(residentOf),
      kiosks: async () => (await asking(page.listKiosksHere({ ticket }))).kiosks.map(otherKioskOf),
      voice: async (contest) => soundOf((await asking(page.getVoice({ ticket, event: contest }))).voice),

      sight: (who, byPhone) => saving(kiosk.sight({ person: who, coach, byPhone })),
      mark: (who, session, mark) => saving(kiosk.markSession({ person: who, session, status: markStatuses[mark], coach })),
      excuse: (who, given, today) => saving(kiosk.excuse({ ...excuse(given, today), who: person(who), coach })),
      better: (who) => saving(kiosk.endExcuse({ who: person(who), coach })),
      correct: (who, given) => saving(kiosk.correctPresence({ ...correction(given), person: who, coach })),
      talk: (who, { minutes, note }, about) =>
        saving(
          kiosk.recordPathStepHere({
            person: who,
            step: { type: 'one_to_one', minutes: Number(minutes), note: [about, note.trim()].filter(Boolean).join(': ') },
            coach,
          }),
        ),
      help: ({ helper, helped, subject, minutes, day }) =>
        saving(
          kiosk.logBuddyHelp({
            helper: person(helper ?? ''),
            helped: person(helped ?? ''),
            side: HelpSide.COACH,
            minutes: Number(minutes),
            subject: subject ?? '',
            day,
            coach,
          }),
        ),
      planVisit: ({ participants, residents, day, start, end }) =>
        saving(
          page.planVisit({
            ticket,
            participants: [...participants],
            residents: [...residents],
            start: `${day}T${start}`,
            end: `${day}T${end}`,
          }),
        ),
      logVisit: (visit) => saving(kiosk.logVisit({ ...visitLog(visit), coach })),
      endVisit: (end) => saving(kiosk.endVisit({ ...visitEnd(end), coach })),
      confirmVisit: (event, by) =>
        saving(
          page.confirmVisit({
            ticket,
            event,
            by: 'card' in by ? { case: 'card', value: by.card } : { case: 'carer', value: by.carer },
          }),
        ),
      async signOff(session) {
        const answer = await asking(kiosk.signOffSession({ session, coach }));
        return { ...savedOf(answer.saved), entries: answer.entries, open: answer.open };
      },
      moveSession: (session, { day, start, end }) =>
        saving(kiosk.moveSession({ session, start: `${day}T${start}`, end: `${day}T${end}`, coach })),
      cancelSession: (session) => saving(kiosk.cancelSession({ session, coach })),
      async openPictureList(session) {
        await asking(page.openPictureList({ ticket, session }));
      },
      async closePictureList() {
        await asking(page.closePictureList({ ticket }));
      },
      settle: (settling) => saving(kiosk.settleDiscrepancyHere({ id: settling.id, decision: decision(settling), coach })),
      settleContest: (contest, mark) => saving(kiosk.settleContest({ contest, ...(mark && { status: markStatuses[mark] }), coach })),
      changeCase: (id, step) => saving(kiosk.changeCaseHere({ change: caseChange(id, step), coach })),
      async registerWalkIn({ given, family, birthDate, language }, own) {
        const answer = await asking(
          kiosk.registerWalkIn({
            name: { given: given.trim(), family: family.trim() },
            birthDate,
            language: language ?? '',
            ...(own && { credential: credential(own) }),
            coach,
          }),
        );
        return { ...savedOf(answer.saved), person: answer.saved?.person ?? '' };
      },
      assignBadge: (who, own) => saving(page.assignBadge({ ticket, person: who, credential: credential(own) })),
      async park() {
        const answer = await asking(kiosk.parkKiosk({ coach }));
        return { ...savedOf(answer.saved), outboxEmpty: answer.outboxEmpty };
      },
      recordPhrase: (phrase, language, sound) => saving(page.recordPhrase({ ticket, phrase, language, sound: mediaOf(sound) })),
      undo: (event) => saving(kiosk.voidEvent({ event, reason: VoidReason.WRONG_TAP, coach })),
    };
  }

  return { with: deskOf };
}
