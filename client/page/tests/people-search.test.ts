import { describe, expect, test } from 'vitest';
import { findPeople, lettersApart, participantsOf, plain } from '../src/coach/model/people-here.ts';
import { credentialOf, readCredential } from '../src/coach/model/credential.ts';
import { emptyPin, stepPin } from '../src/flow/pin.ts';

const people = ['Zeynep Öztürk', 'Muhammad Al-Hassan', 'Łucja Wiśniewska', 'José García', 'Fatma Kaya', 'Fatima Kaya', 'Ali Demir', 'Jean-Baptiste N’Diaye'].map(
  (name) => ({ person: name, name }),
);
const found = (text: string) => findPeople(people, text).map(({ name }) => name);

describe('a name is found', () => {
  test('without its accents, in any case and order', () => {
    expect(found('ozturk')).toEqual(['Zeynep Öztürk']);
    expect(found('WISNIEWSKA lucja')).toEqual(['Łucja Wiśniewska']);
    expect(found('garcia')).toEqual(['José García']);
    expect(found('ndiaye')).toEqual(['Jean-Baptiste N’Diaye']);
    expect(found('diaye jean')).toEqual(['Jean-Baptiste N’Diaye']);
  });
  test('by its beginning', () => {
    expect(found('zey')).toEqual(['Zeynep Öztürk']);
    expect(found('al')).toEqual(['Ali Demir', 'Muhammad Al-Hassan'].sort((a, b) => found('al').indexOf(a) - found('al').indexOf(b)));
  });
  test('as it is heard: other vowels, doubled letters, swapped and wrong ones', () => {
    expect(found('Mohammed')).toEqual(['Muhammad Al-Hassan']);
    expect(found('Hasan')).toEqual(['Muhammad Al-Hassan']);
    expect(found('Zenyep')).toEqual(['Zeynep Öztürk']);
    expect(found('Jozé')).toEqual(['José García']);
  });
  test('the one that is meant before the one that is near', () => {
    expect(found('fatma')).toEqual(['Fatma Kaya', 'Fatima Kaya']);
    expect(found('fatima')).toEqual(['Fatima Kaya', 'Fatma Kaya']);
  });
  test('and others are not', () => {
    expect(found('Ali Kaya')).toEqual([]);
    // A short word is not near anything.
    expect(found('Ala')).toEqual([]);
    expect(found('   ')).toEqual([]);
  });
});

test('letters apart: added, left out, changed, swapped', () => {
  expect([lettersApart('kaya', 'kayas', 2), lettersApart('kaya', 'kya', 2), lettersApart('kaya', 'kara', 2), lettersApart('kaya', 'akya', 2)]).toEqual([1, 1, 1, 1]);
  expect(lettersApart('kaya', 'kayaaaa', 2)).toBe(3);
});

test('letters without accents to take off are folded too', () => {
  expect(plain(' Łøæß-ı ')).toBe('loaess i');
});

test('only participants are chosen from', () => {
  expect(participantsOf([{ person: 'a', name: 'A', role: 'coach', language: '' }, { person: 'b', name: 'B', role: 'participant', language: '' }])).toHaveLength(1);
});

describe('credentials', () => {
  const empty = { way: 'reader', read: '', number: '', pin: emptyPin, first: '' } as const;
  const typed = (digits: string) => [...digits].reduce((pin, digit) => stepPin(pin, { type: 'digit', digit }), emptyPin);
  test('what the system makes is a QR code, by its form; all else is a card', () => {
    const made = `WB${'ABCDEFGHIJKLMNOPQRSTUVWX23'}`;
    expect(readCredential(made)).toEqual({ qr: made });
    expect(readCredential(made.toLowerCase())).toEqual({ qr: made.toLowerCase() });
    expect(readCredential('04A1B2C3')).toEqual({ badge: '04A1B2C3' });
    expect(readCredential(`${made}4`)).toEqual({ badge: `${made}4` });
  });
  test('a PIN is given once the same was typed twice', () => {
    expect(credentialOf({ ...empty, way: 'pin', pin: typed('2468') })).toBeNull();
    expect(credentialOf({ ...empty, way: 'pin', first: '2468', pin: typed('2469') })).toBeNull();
    expect(credentialOf({ ...empty, way: 'pin', first: '2468', pin: typed('2468') })).toEqual({ pin: '2468' });
  });
  test('a number and a badge, once they are there', () => {
    expect([credentialOf(empty), credentialOf({ ...empty, way: 'number', number: '12' })]).toEqual([null, null]);
    expect(credentialOf({ ...empty, way: 'number', number: ' 123-456-789 ' })).toEqual({ number: '123-456-789' });
  });
});
