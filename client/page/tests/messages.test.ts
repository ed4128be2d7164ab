import { describe, expect, test } from 'vitest';
import { languages } from '@wijkboek/page/i18n/languages.ts';
import type { MessageFile } from '@wijkboek/page/i18n/message-file.ts';
import { makeTranslator } from '@wijkboek/page/i18n/translator.ts';
import { checkFile, neededCategories, unsaid } from '../../../common/page/build/messages.ts';

const file = (language: MessageFile['language'], messages: Record<string, string>): MessageFile => ({
  language,
  note: '',
  nativeSpeaker: false,
  reviewed: [],
  messages,
});
const source = file('nl', {
  hello: 'Dag {name}',
  minutes: '{count, plural, one {# minuut} other {# minuten}}',
});

describe('the check of the messages', () => {
  test('passes what is complete', () => {
    const english = file('en', { hello: 'Hello {name}', minutes: '{count, plural, one {# minute} other {# minutes}}' });
    expect(checkFile(source, english, 'en')).toEqual([]);
  });
  test('finds what is missing and what is superfluous', () => {
    const english = file('en', { hello: 'Hello {name}', extra: 'More' });
    expect(checkFile(source, english, 'en')).toEqual(['en: minutes: is missing', 'en: extra: is superfluous']);
  });
  test('finds wrong arguments', () => {
    const english = file('en', { hello: 'Hello {who}', minutes: '{count} minutes' });
    expect(checkFile(source, english, 'en')).toEqual([
      'en: hello: lacks {name: text}',
      'en: hello: has {who: text}, which the source does not have',
      'en: minutes: lacks {count: plural}',
      'en: minutes: has {count: text}, which the source does not have',
    ]);
  });
  test('finds a plural that the language needs', () => {
    const polish = file('pl', { hello: 'Witaj {name}', minutes: '{count, plural, one {# minuta} other {# minut}}' });
    expect(checkFile(source, polish, 'pl')).toEqual([
      'pl: minutes: lacks the plural category many',
      'pl: minutes: lacks the plural category few',
    ]);
  });
  test('finds unkind Dutch', () => {
    const dutch = file('nl', { ...source.messages, hello: 'Uw pas is ongeldig, {name}' });
    expect(checkFile(source, dutch, 'nl')).toEqual(['nl: hello: has a word that is not for participants']);
  });
  test('finds what cannot be read', () => {
    const english = file('en', { ...source.messages, hello: 'Hello {name' });
    expect(checkFile(source, english, 'en')[0]).toContain('cannot be read');
  });
  test('finds what nothing says', () => {
    expect(unsaid(['a.one', 'a.two', 'b.one', 'c.one'], ["say('a.one')", 'say(`b.${x}`)', '<P say="c.{x}" />'])).toEqual(['a.two']);
  });
});

test('Arabic counts in six ways, Polish in three of whole numbers, Dutch in two', () => {
  expect([...neededCategories('ar')].sort()).toEqual(['few', 'many', 'one', 'other', 'two', 'zero']);
  expect([...neededCategories('pl')].sort()).toEqual(['few', 'many', 'one']);
  expect([...neededCategories('nl')].sort()).toEqual(['one', 'other']);
});

describe('a translator', () => {
  const dutch = makeTranslator(languages.nl, source.messages as Record<'hello' | 'minutes', string>);
  test('puts in what it is given', () => {
    expect(dutch.say('hello', { name: 'Samira' })).toBe('Dag Samira');
    expect(dutch.say('minutes', { count: 1 })).toBe('1 minuut');
    expect(dutch.say('minutes', { count: 20 })).toBe('20 minuten');
  });
  test('refuses a message without its arguments', () => {
    expect(() => dutch.say('hello')).toThrow();
  });
  test('writes the digits of the kiosk in every language', () => {
    const arabic = makeTranslator(languages.ar, { n: '{count, plural, other {#}}' });
    expect(arabic.say('n', { count: 12 })).toBe('12');
    const dari = makeTranslator(languages.prs, { n: '{count, plural, other {#}}' });
    expect(dari.say('n', { count: 12 })).toBe('12');
  });
});
