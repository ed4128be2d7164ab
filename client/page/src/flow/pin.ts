// Typing a PIN. The digits stay here until they are handed over, and are gone after that; they are never shown.

export const pin_digits_min = 4;
export const pin_digits_max = 8;
// The number under a QR code: it is typed on the same pad, and longer than any PIN.
export const number_digits = 9;

export interface PinState {
  digits: string;
  complete: boolean;
  notice: 'none' | 'wrong';
  // After several wrong ones the daemon answers later; that long nothing is taken.
  waitSeconds: number;
}

export const emptyPin: PinState = { digits: '', complete: false, notice: 'none', waitSeconds: 0 };

export type PinEvent =
  | { type: 'digit'; digit: string }
  | { type: 'delete' }
  | { type: 'second' }
  // What the daemon answered.
  | { type: 'refused'; waitSeconds: number };

export function stepPin(state: PinState, event: PinEvent): PinState {
  switch (event.type) {
    case 'digit':
      if (state.waitSeconds > 0 || !/^[0-9]$/.test(event.digit) || state.digits.length >= number_digits) return state;
      return withDigits(state, state.digits + event.digit);
    case 'delete':
      return withDigits(state, state.digits.slice(0, -1));
    case 'second':
      return state.waitSeconds > 0 ? { ...state, waitSeconds: state.waitSeconds - 1 } : state;
    case 'refused':
      return { ...emptyPin, notice: 'wrong', waitSeconds: Math.max(0, Math.ceil(event.waitSeconds)) };
  }
}

function withDigits(state: PinState, digits: string): PinState {
  return { ...state, digits, complete: digits.length >= pin_digits_min, notice: 'none' };
}

export function typed({ digits }: PinState): { pin: string } | { number: string } {
  return digits.length > pin_digits_max ? { number: digits } : { pin: digits };
}
