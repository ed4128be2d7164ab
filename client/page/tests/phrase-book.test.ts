import { describe, expect, test } from 'vitest';
import type { RecordedPhrase, SoundBytes } from '../src/kiosk/port.ts';
import { credentialOf } from '../src/reader/credential.ts';
import { PhraseBook } from '../src/sound/phrase-book.svelte.ts';

function library(size: number) {
  const fetched: string[] = [];
  let phrases: RecordedPhrase[] = [];
  const book = new PhraseBook(
    {
      recordedPhrases: () => Promise.resolve(phrases),
      recordedPhrase: (phrase, language) => {
        fetched.push(`${language}/${phrase}`);
        return Promise.resolve({ type: 'audio/webm', bytes: new Uint8Array(size) });
      },
    },
    (fetchBytes: () => Promise<SoundBytes>) => ({ play: async () => void (await fetchBytes()), stop: () => {} }),
  );
  const hold = async (...names: string[]) => {
    phrases = names.map((name) => ({ phrase: name.split('@')[0] ?? '', language: 'ti', event: name }));
    await book.refresh();
  };
  return { book, fetched, hold };
}

describe('recorded phrases', () => {
  test('are those of their language, and fetched when they are first heard', async () => {
    const { book, fetched, hold } = library(10);
    expect(book.hasLanguage('ti')).toBe(false);
    await hold('me.come');
    expect(book.hasLanguage('ti')).toBe(true);
    expect(book.hasLanguage('so')).toBe(false);
    expect(book.find('me.come', 'so')).toBeNull();
    expect(fetched).toEqual([]);
    await book.find('me.come', 'ti')?.play(1);
    await book.find('me.come', 'ti')?.play(1);
    expect(fetched).toEqual(['ti/me.come']);
  });
  test('that were recorded anew are fetched anew', async () => {
    const { book, fetched, hold } = library(10);
    await hold('me.come@1');
    await book.find('me.come', 'ti')?.play(1);
    await hold('me.come@2');
    await book.find('me.come', 'ti')?.play(1);
    expect(fetched).toHaveLength(2);
  });
  test('are kept up to two megabytes, the longest unused let go first', async () => {
    const { book, fetched, hold } = library(900_000);
    await hold('a', 'b', 'c');
    for (const phrase of ['a', 'b', 'a', 'c', 'a', 'b']) await book.find(phrase, 'ti')?.play(1);
    expect(fetched).toEqual(['ti/a', 'ti/b', 'ti/c', 'ti/b']);
  });
});

test('a reader that reads one of the codes that Wijkboek makes has read no badge', () => {
  const code = `WB${'A2'.repeat(13)}`;
  expect(credentialOf(code)).toEqual({ qr: code });
  expect(credentialOf(code.toLowerCase())).toEqual({ qr: code.toLowerCase() });
  expect(credentialOf(code.slice(1))).toEqual({ badge: code.slice(1) });
  expect(credentialOf('04A1B2C3')).toEqual({ badge: '04A1B2C3' });
});
