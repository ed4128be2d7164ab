import { mount } from 'svelte';
import '@wijkboek/page/fonts/fonts.css';
import '@wijkboek/page/styles/tokens.css';
import '@wijkboek/page/styles/base.css';
import App from './App.svelte';
import { connectKiosk } from './kiosk/connect-kiosk.ts';
import { loadSound } from './sound/audio-element.ts';

const target = document.querySelector('#page');
if (!target) throw new Error('no #page');

// Dark and high contrast follow the machine's own settings.
const root = document.documentElement;
const contrast = matchMedia('(prefers-contrast: more)');
const dark = matchMedia('(prefers-color-scheme: dark)');
function chooseTheme() {
  root.dataset['theme'] = contrast.matches ? 'contrast' : dark.matches ? 'dark' : 'light';
}
chooseTheme();
contrast.addEventListener('change', chooseTheme);
dark.addEventListener('change', chooseTheme);

mount(App, { target, props: { kiosk: connectKiosk(), loadSound } });
