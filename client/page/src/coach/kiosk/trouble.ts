import { Code, ConnectError } from '@connectrpc/connect';
import { CoachTrouble, type TroubleCode } from './port.ts';

const codes: Partial<Record<Code, TroubleCode>> = {
  [Code.Unauthenticated]: 'over',
  [Code.ResourceExhausted]: 'full',
  // It did not answer, or could not write: nothing was promised.
  [Code.Unavailable]: 'restarting',
  [Code.DeadlineExceeded]: 'restarting',
  [Code.Canceled]: 'restarting',
  [Code.Unknown]: 'restarting',
};

// What the daemon says against it is for the person who asked. What failed on the way there says nothing that anybody could use.
export function troubleOf(error: unknown): CoachTrouble {
  const { code, rawMessage } = ConnectError.from(error);
  const own = codes[code] ?? 'refused';
  return new CoachTrouble(own, own === 'restarting' ? '' : rawMessage);
}
