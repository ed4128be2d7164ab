import type { CoachKiosk } from './port.ts';

export const connectCoachKiosk = (): CoachKiosk => ({ address: location.origin });
