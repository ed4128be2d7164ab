import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { World } from './fake-answers.ts';

// One centre on Tuesday 3 March 2026, 10:40. All people are invented.

export const samira = { badge: '04A1B2C3', qr: `WB${'ABCDEFGHIJKLMNOPQRSTUVWXYZ'}`, number: '123456789', pin: '2468', person: 'b7b7', name: 'Samira' };
export const amina = { badge: '04000000AA', pin: '1357', person: 'a1a1', name: 'Amina' };
// Has graduated.
export const fatma = { badge: '04000000FA', pin: '8642', person: 'e4e4', name: 'Fatma' };
export const coach = { badge: '04C0ACC0AC', pin: '97531', person: 'c0c0', name: 'Coach Verzonnen' };

const voice = fileURLToPath(new URL('./voice.opus', import.meta.url));

export function freshWorld(): World {
  return {
    day: '2026-03-03',
    time: '10:40',
    people: [
      { ...samira, language: '', graduate: false, coach: false },
      { ...amina, language: 'ar', graduate: false, coach: false },
      { ...fatma, language: '', graduate: true, coach: false },
      { ...coach, language: '', graduate: false, coach: true },
    ],
    here: new Map(),
    checksInByItself: false,
    excusedUntilBetter: new Set(),
    forgotten: new Map(),
    visits: [
      { visit: 'v1', resident: 'r1r1', day: '2026-03-03', start: '14:00', end: '15:00', open: false },
      { visit: 'v2', resident: 'r2r2', day: '2026-03-05', start: '10:00', end: '11:00', open: false },
    ],
    cards: new Map([
      ['CARD-OF-R1', 'r1r1'],
      ['CARD-OF-R3', 'r3r3'],
    ]),
    phone: { name: 'Coach Verzonnen', phone: '06 00 00 00 00' },
    help: [],
    pictureList: false,
    clockUncertain: false,
    trouble: '',
    wrongPins: 0,
    phrases: [],
    sound: readFileSync(voice).toString('base64'),
    ticket: null,
    events: [],
  };
}
