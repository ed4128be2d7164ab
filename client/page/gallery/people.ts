import type { PersonCard } from '../src/model/people.ts';

// All of them are invented.
export const amina: PersonCard = { person: 'a1', name: 'Amina Verzonnen' };
export const samira: PersonCard = { person: 'b7', name: 'Samira' };
export const bilal: PersonCard = { person: 'c2', name: 'Bilal' };
export const tesfay: PersonCard = { person: 'd5', name: 'Tesfay' };
export const fatma: PersonCard = { person: 'e4', name: 'Fatma' };
export const agnieszka: PersonCard = { person: 'f9', name: 'Agnieszka' };
export const rosa: PersonCard = { person: 'g3', name: 'Rosa' };
export const hodan: PersonCard = { person: 'h8', name: 'Hodan' };
export const zahra: PersonCard = { person: 'i6', name: 'Zahra' };
export const jean: PersonCard = { person: 'j1', name: 'Jean-Baptiste' };
export const longest: PersonCard = { person: 'k2', name: 'Maria Magdalena' };

export const group: readonly PersonCard[] = [samira, bilal, tesfay, fatma, agnieszka, rosa, hodan, zahra, jean, longest];
export const carer: PersonCard = { person: 'm4', name: 'Mevrouw Verzonnen' };

export const residents: readonly PersonCard[] = [
  { person: 'r1', name: 'Mevrouw De Wit-Verzonnen' },
  { person: 'r2', name: 'Meneer Bakker-Verzonnen' },
];
