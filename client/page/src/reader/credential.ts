import type { Credential } from '../kiosk/port.ts';

// A reader says only what it has read. The QR codes that Wijkboek makes are known by their form: "WB" and 26 characters for 128 bits.
const madeCode = /^WB[A-Z2-7]{26}$/i;

export const credentialOf = (read: string): Credential => (madeCode.test(read) ? { qr: read } : { badge: read });
