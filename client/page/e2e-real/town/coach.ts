import { callDaemon } from './call.ts';
import type { Kiosk } from './kiosk.ts';
import { coach, type Participant } from './people.ts';

type Call = <Answer>(method: string, request: object) => Promise<Answer>;

// What a coach does at the kiosk before a test begins, by the daemon's calls and not through the page. `people` gives a participant's id.
export async function asCoach<Result>(kiosk: Kiosk, deed: (call: Call, people: (who: Participant) => string) => Promise<Result>): Promise<Result> {
  const post = async (method: string, request: object) => {
    const { status, body } = await callDaemon(kiosk.address, `KioskPageService/${method}`, request);
    if (status !== 200) throw new Error(`${method}: ${JSON.stringify(body)}`);
    return body;
  };
  const { ticket } = (await post('Greet', { who: { badge: coach.badge }, pin: coach.pin })) as { ticket: string };
  const { people } = await kiosk.ask<{ people: { person: string; name: string }[] }>('people');
  const result = await deed(
    async <Answer>(method: string, request: object) => (await post(method, { ticket, ...request })) as Answer,
    ({ name }) => people.find((one) => one.name.startsWith(`${name} `))?.person ?? '',
  );
  await post('Leave', { ticket });
  return result;
}
