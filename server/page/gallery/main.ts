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
  // Those that nothing is pressed or typed in: there in every language.
  plain: readonly string[];
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

// What is read aloud alone stands beside the word before it without a blank.
const squeezed = (text: string) => text.replaceAll(/\s/g, '');

// What is called so is filled in, chosen by its words, or ticked.
function fill(id: string, name: string, value: string) {
  const field = [...document.querySelectorAll('label')].filter((one) => one.textContent.trim() === name).at(-1)?.control;
  if (field instanceof HTMLInputElement && field.type === 'file') {
    const files = new DataTransfer();
    // "people.csv=KEY,NAME…", with "|" for the end of a line.
    const [file = '', text = ''] = value.split('=', 2);
    files.items.add(new File([text.replaceAll('|', '\n')], file));
    field.files = files.files;
    field.dispatchEvent(new Event('change', { bubbles: true }));
  } else if (field instanceof HTMLInputElement && (field.type === 'checkbox' || field.type === 'radio')) {
    field.click();
  } else if (field instanceof HTMLSelectElement) {
    const option = [...field.options].find((one) => one.text.startsWith(value));
    if (!option) throw new Error(`${id}: "${name}" has no "${value}"`);
    field.value = option.value;
    field.dispatchEvent(new Event('change', { bubbles: true }));
  } else if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) {
    field.value = value;
    field.dispatchEvent(new Event('input', { bubbles: true }));
  } else {
    throw new Error(`${id}: no field "${name}"`);
  }
}

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
  // Where a panel is open, what is in it.
  const pressOn = async (words: string) => {
    const within = document.querySelector('dialog') ?? document;
    const button = [...within.querySelectorAll<HTMLElement>('button, a, summary')].find((one) => squeezed(one.textContent).includes(squeezed(words)));
    if (!button) throw new Error(`${id}: nothing is called "${words}"`);
    button.click();
    await settle();
  };
  for (const press of entry.press ?? []) await pressOn(press);
  for (const [name, value] of Object.entries(entry.type ?? {})) {
    fill(id, name, value);
    await settle();
  }
  for (const press of entry.then ?? []) await pressOn(press);
  if (entry.submit) {
    document.querySelector('form')?.requestSubmit();
    for (let i = 0; i < 20; i += 1) await turn();
  }
  await document.fonts.ready;
}

window.gallery = { entries: entries.map(({ id }) => id), plain: entries.filter((one) => !one.press && !one.type).map(({ id }) => id), show };
