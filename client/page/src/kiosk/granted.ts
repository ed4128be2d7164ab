import { Code, type Client } from '@connectrpc/connect';
import { AftercareQuestion, type KioskPageService } from '../../generated/wijkboek/v1/kiosk_page_pb.ts';
import type { KioskService } from '../../generated/wijkboek/v1/kiosk_pb.ts';
import { HelpSide } from '../../generated/wijkboek/v1/visits_pb.ts';
import { asking, civil, civilOf, isCode, personCard, plannedVisit, saving } from './answers.ts';
import { contestCodes, outcomes, reasons, tasks } from './codes.ts';
import { daysOf, helpWritten } from './own-page.ts';
import type { Granted, Saved } from './port.ts';

// The calls that a ticket opens. It stands for the badge or PIN, which is not kept.
export function makeGranted(kiosk: Client<typeof KioskService>, page: Client<typeof KioskPageService>, ticket: string): Granted {
  const who = { who: { case: 'ticket' as const, value: ticket } };
  const person = (value: string) => ({ who: { case: 'person' as const, value } });

  async function undo({ events }: Saved) {
    for (const event of [...events].reverse()) await saving(page.undo({ ticket, event }));
  }

  return {
    async leave() {
      await asking(page.leave({ ticket }));
    },
    undo,
    async chooseLanguage(language) {
      await asking(page.chooseLanguage({ ticket, language }));
    },
    async mine() {
      const mine = await asking(page.getMine({ ticket }));
      return {
        companions: mine.companions.map(personCard),
        visits: mine.visits.map(plannedVisit),
        help: mine.help.map(helpWritten),
      };
    },
    days: async (firstDay, lastDay) => daysOf(await asking(kiosk.getPerson({ who, firstDay, lastDay }))),

    come: () => saving(kiosk.checkIn({ who })),
    go: () => saving(kiosk.checkOut({ who })),
    logHelp: ({ side, other, subject, minutes }) =>
      saving(
        kiosk.logBuddyHelp({
          helper: side === 'gave' ? who : person(other),
          helped: side === 'gave' ? person(other) : who,
          side: side === 'gave' ? HelpSide.HELPER : HelpSide.HELPED,
          subject,
          minutes,
        }),
      ),
    denyHelp: (event) => saving(kiosk.denyHelp({ who, event })),
    async cantCome({ spans, untilBetter, reason }) {
      const common = { who, reason: reasons[reason] };
      if (untilBetter) return saving(kiosk.excuse({ ...common, untilBetter }));
      const saved: Saved[] = [];
      for (const { first, last } of spans) {
        try {
          saved.push(await saving(kiosk.excuse({ ...common, firstDay: first, lastDay: last })));
        } catch (error) {
          // Some of the days would be no answer to "which days": none of them is saved, then.
          await undo({ events: saved.flatMap(({ events }) => events), at: '' });
          throw error;
        }
      }
      const at = saved.at(-1)?.at;
      if (at === undefined) throw new Error('an absence without days');
      return { events: saved.flatMap(({ events }) => events), at };
    },
    better: () => saving(kiosk.endExcuse({ who })),
    contest: ({ day, reason, voice }) =>
      saving(
        kiosk.contestAttendance({
          who,
          day,
          reason: reason ? contestCodes[reason] : '',
          ...(voice ? { voice: { mediaType: voice.type, content: voice.bytes } } : {}),
        }),
      ),
    sayWhenLeft: (day, time) => saving(kiosk.checkOut({ who, leftAt: civilOf(day, time) })),
    aftercare: (question, yes) =>
      saving(page.answerAftercare({ ticket, yes, question: question === 'work' ? AftercareQuestion.WORK : AftercareQuestion.STUDY })),

    async readCard(text) {
      const answer = page.readCard({ ticket, text });
      try {
        const { resident, visits } = await answer;
        return { resident, visits: visits.map(plannedVisit) };
      } catch (error) {
        if (isCode(error, Code.NotFound, Code.InvalidArgument)) return null;
        return asking(Promise.reject(error as Error));
      }
    },
    startVisit: ({ visit, resident }) => saving(kiosk.startVisit({ participants: [who], residents: [resident], visit })),
    visitDone({ visit, resident, day, open }, { start, end, outcome, tasks: done }) {
      const common = { participants: [who], residents: [resident], visit, outcome: outcomes[outcome], tasks: [...done].map((task) => tasks[task]) };
      if (open) return saving(kiosk.endVisit({ ...common, end: end === null ? '' : civil(day, end) }));
      if (start === null || end === null) throw new Error('a visit that is over has a start and an end');
      return saving(kiosk.logVisit({ ...common, start: civil(day, start), end: civil(day, end) }));
    },
    confirmVisit(event, confirmation) {
      switch (confirmation.by) {
        case 'signature':
          return saving(page.confirmVisit({ ticket, event, by: { case: 'signature', value: confirmation.png } }));
        case 'card':
          return saving(page.confirmVisit({ ticket, event, by: { case: 'card', value: confirmation.text } }));
        case 'carer':
          return saving(page.confirmVisit({ ticket, event, by: { case: 'carer', value: confirmation.name } }));
      }
    },
    helpInReturn: (resident, subject, minutes) =>
      saving(kiosk.logBuddyHelp({ helper: person(resident), helped: who, side: HelpSide.HELPED, subject, minutes })),
    async whomToPhone(resident) {
      const { name, phone } = await asking(page.whomToPhone({ ticket, resident }));
      return phone ? { name, phone } : null;
    },
  };
}
