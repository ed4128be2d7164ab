import { flushSync, mount, unmount } from 'svelte';
import '@wijkboek/page/fonts/fonts.css';
import '@wijkboek/page/styles/tokens.css';
import '@wijkboek/page/styles/base.css';
import '../src/office.css';
import '../src/print.css';
import App from '../src/App.svelte';
import { deskOver } from '../src/desk/desk.ts';
import type { Tongue } from '../src/words/words.ts';
import { transportOf } from '../fake/routes.ts';
import { entries, worldOf } from './entries.ts';

export type Theme = 'light' | 'dark' | 'contrast';

// What tests call: one screen in one state, before a server in memory of its own.
export interface Gallery {
  entries: readonly string[];
  show(id: string, tongue: Tongue, theme: Theme): Promise<void>;
}
declare global {
  interface Window {
    gallery: Gallery;
  }
}

const target = document.querySelector('#page');
if (!target) throw new Error('no #page');
let shown: ReturnType<typeof mount> | null = null;
const turn = () => new Promise<void>((resolve) => setTimeout(resolve, 10));

async function show(id: string, tongue: Tongue, theme: Theme) {
  const entry = entries.find((one) => one.id === id);
  if (!entry || !target) throw new Error(`no screen ${id}`);
  // A screen that never settles must not pass for one that was looked at.
  const settle = async () => {
    for (let i = 0; i < 4 || (busy() && i < 300); i += 1) await turn();
    if (busy()) throw new Error(`${id}: does not settle`);
  };
  if (shown) await unmount(shown);
  document.documentElement.dataset['theme'] = theme;
  history.replaceState(null, '', `#/${entry.at}`);
  shown = mount(App, { target, props: { desk: deskOver(transportOf(worldOf(entry))), tongue } });
  flushSync();
  // Settled is what asks for nothing any more and has drawn its charts.
  const busy = () => document.querySelector('[aria-busy="true"], .chart:not([data-drawn]), main.waiting progress') !== null || !document.querySelector('h1');
  await settle();
  for (const press of entry.press ?? []) {
    const button = [...document.querySelectorAll<HTMLElement>('button, a, summary')].find((one) => one.textContent.includes(press));
    if (!button) throw new Error(`${id}: nothing is called "${press}"`);
    button.click();
    await settle();
  }
  for (const [name, value] of Object.entries(entry.type ?? {})) {
    const field = [...document.querySelectorAll('label')].find((one) => one.textContent === name)?.control;
    if (!(field instanceof HTMLInputElement)) throw new Error(`${id}: no field "${name}"`);
    field.value = value;
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }
  if (entry.submit) {
    document.querySelector('form')?.requestSubmit();
    for (let i = 0; i < 20; i += 1) await turn();
  }
  await document.fonts.ready;
}

window.gallery = { entries: entries.map(({ id }) => id), show };
