import type { PinState } from '../../flow/pin.ts';
import type { NewCredential } from '../kiosk/port.ts';

// By what somebody may be known from now on, as a coach chooses it.
export const credentialWays = ['reader', 'number', 'pin'] as const;
export type CredentialWay = (typeof credentialWays)[number];

export interface CredentialEntry {
  way: CredentialWay;
  // What the reader read.
  read: string;
  // The short number under a QR code.
  number: string;
  pin: PinState;
  // The PIN is typed twice; this is the first.
  first: string;
}

// A reader types a QR code like a badge: what the system makes is told from a card by its form.
export function readCredential(code: string): NewCredential {
  return /^WB[A-Z2-7]{26}$/i.test(code.trim()) ? { qr: code } : { badge: code };
}

// Null: not yet.
export function credentialOf({ way, read, number, pin, first }: CredentialEntry): NewCredential | null {
  if (way === 'reader') return read === '' ? null : readCredential(read);
  if (way === 'number') return number.replace(/\s/g, '').length >= 4 ? { number: number.trim() } : null;
  return first !== '' && pin.complete && pin.digits === first ? { pin: first } : null;
}

// Of what was read, only the end is shown.
export const shortened = (code: string): string => `…${code.slice(-4)}`;
