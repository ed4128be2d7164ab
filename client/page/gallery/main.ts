import { flushSync, mount, unmount } from 'svelte';
import '@wijkboek/page/fonts/fonts.css';
import '@wijkboek/page/styles/tokens.css';
import '@wijkboek/page/styles/base.css';
import './gallery.css';
import { isLanguageCode, languageCodes, type LanguageCode } from '@wijkboek/page/i18n/languages.ts';
import { listenToReader } from '../src/reader/listen.ts';
import { loadWords } from '../src/words/messages.ts';
import { entries } from './entries/all.ts';
import type { Entry } from './entry.ts';
import Index from './Index.svelte';
import Stage from './Stage.svelte';

export type Theme = 'light' | 'dark' | 'contrast';

// What tests call: one screen, in one language, in one theme, without loading anything anew.
export interface Gallery {
  entries: readonly { id: string; whose: Entry['whose']; languages: readonly LanguageCode[] }[];
  show(id: string, language: LanguageCode, theme: Theme): Promise<void>;
}
declare global {
  interface Window {
    gallery: Gallery;
    // For the test of the reader, which needs real keys and fields.
    listenToReader: typeof listenToReader;
  }
}

const target = document.querySelector('#page');
if (!target) throw new Error('no #page');
let shown: ReturnType<typeof mount> | null = null;

function clear() {
  if (shown) void unmount(shown);
  shown = null;
}

async function show(id: string, language: LanguageCode, theme: Theme) {
  const entry = entries.find((one) => one.id === id);
  if (!entry) throw new Error(`no screen ${id}`);
  const words = await loadWords(language);
  const root = document.documentElement;
  root.lang = language;
  root.dir = words.language.direction;
  root.dataset['theme'] = theme;
  document.title = id;
  clear();
  if (!target) return;
  shown = mount(Stage, { target, props: { entry, words } });
  flushSync();
  await document.fonts.ready;
}

function followAddress() {
  const [id = '', language = 'nl', theme = 'light'] = location.hash.slice(1).split('/');
  if (id && isLanguageCode(language)) {
    void show(id, language, theme === 'dark' || theme === 'contrast' ? theme : 'light');
  } else if (target) {
    clear();
    shown = mount(Index, { target, props: { entries, languages: languageCodes } });
  }
}

window.gallery = { entries: entries.map(({ id, whose, languages }) => ({ id, whose, languages })), show };
window.listenToReader = listenToReader;
window.addEventListener('hashchange', followAddress);
followAddress();
