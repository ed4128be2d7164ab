import type { Saved as SavedMessage } from '../../../generated/wijkboek/v1/kiosk_pb.ts';
import { CoachTrouble, type Saved } from './port.ts';

export function savedOf(message: SavedMessage | undefined): Saved {
  // An answer without it would be no promise.
  if (!message?.event) throw new CoachTrouble('restarting', '');
  return { event: message.event, at: message.at, notice: message.notice };
}
