import { Code, createClient } from '@connectrpc/connect';
import { isLanguageCode } from '@wijkboek/page/i18n/languages.ts';
import { KioskPageService, type GreetResponse } from '../../generated/wijkboek/v1/kiosk_page_pb.ts';
import { KioskService } from '../../generated/wijkboek/v1/kiosk_pb.ts';
import { asking, isCode, personCard, plannedVisit, saving } from './answers.ts';
import { makeGranted } from './granted.ts';
import { KioskTrouble, type Credential, type Greeted, type Kiosk, type Welcomed } from './port.ts';
import { transport } from './transport.ts';

// The daemon as the page calls it. It decodes, calls and encodes, and nothing else.

const kinds = ['badge', 'qr', 'number', 'pin', 'person'] as const;

function whoOf(credential: Credential) {
  for (const kind of kinds) {
    const value = (credential as Partial<Record<(typeof kinds)[number], string>>)[kind];
    if (value !== undefined) return { who: { case: kind, value } };
  }
  throw new Error('a credential that is none');
}

export function connectKiosk(): Kiosk {
  const kiosk = createClient(KioskService, transport);
  const page = createClient(KioskPageService, transport);

  function welcomed(greeted: GreetResponse): Welcomed {
    const { arrived, forgotten } = greeted;
    return {
      granted: makeGranted(kiosk, page, greeted.ticket),
      ticket: greeted.ticket,
      me: greeted.me && !greeted.unknown ? personCard(greeted.me) : null,
      language: isLanguageCode(greeted.language) ? greeted.language : null,
      coach: greeted.coach,
      graduate: greeted.graduate,
      arrived: arrived ? { events: [arrived.event], at: arrived.at } : null,
      hereSince: greeted.hereSince || undefined,
      openVisits: greeted.openVisits.map(plannedVisit),
      forgotten: forgotten ? { day: forgotten.day, since: forgotten.since, until: forgotten.until } : null,
      excusedUntilBetter: greeted.excusedUntilBetter,
    };
  }

  return {
    async welcome() {
      const now = await asking(page.getWelcome({}));
      return {
        day: now.day,
        time: now.time,
        network: now.connected,
        allSent: now.allSent,
        clockUncertain: now.clockUncertain,
        full: now.trouble !== '',
        pictureList: now.pictureList.map(personCard),
      };
    },
    async greet({ who, language, practice, pin }): Promise<Greeted> {
      const call = page.greet({ who: whoOf(who), language: language ?? '', practice, pin: pin ?? '' });
      let greeted: GreetResponse;
      try {
        greeted = await call;
      } catch (error) {
        // A number with a slip in it, or a code that is none.
        if (isCode(error, Code.InvalidArgument, Code.NotFound)) return 'pin' in who || 'number' in who ? { as: 'wrongPin' } : { as: 'nobody' };
        return asking(Promise.reject(error as Error));
      }
      if (greeted.waitMs > 0) return { as: 'wait', seconds: Math.ceil(greeted.waitMs / 1000) };
      if (greeted.wrongPin) return { as: 'wrongPin' };
      if (greeted.asksPin) return { as: 'asksPin' };
      if (greeted.ticket === '') return { as: 'nobody' };
      return { as: 'welcomed', guest: welcomed(greeted) };
    },
    comeWithoutBadge: (symbol, practice) => saving(kiosk.checkInWithoutBadge({ pictureToken: symbol, practice })),
    async takeBackWithoutBadge({ events }) {
      for (const event of events) await saving(page.undo({ event }));
    },
    async recordedPhrases() {
      const { phrases } = await asking(page.listPhrases({}));
      return phrases.map(({ phrase, language, event }) => ({ phrase, language, event }));
    },
    async recordedPhrase(phrase, language) {
      const { sound } = await asking(page.getPhrase({ phrase, language }));
      if (!sound) throw new KioskTrouble('askCoach');
      return { type: sound.mediaType, bytes: new Uint8Array(sound.content) };
    },
  };
}
