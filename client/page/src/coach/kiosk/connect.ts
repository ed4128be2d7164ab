import { transport } from '../../kiosk/transport.ts';
import { coachKioskOver } from './desk.ts';
import type { CoachKiosk } from './port.ts';

// The daemon on the same machine.
export const connectCoachKiosk = (): CoachKiosk => coachKioskOver(transport);
