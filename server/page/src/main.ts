import { mount } from 'svelte';
import '@wijkboek/page/fonts/fonts.css';
import '@wijkboek/page/styles/tokens.css';
import '@wijkboek/page/styles/base.css';
import './office.css';
import './print.css';
import { followTheme } from '@wijkboek/page/styles/theme.ts';
import App from './App.svelte';
import { deskOver } from './desk/desk.ts';
import { transport } from './desk/transport.ts';

const target = document.querySelector('#page');
if (!target) throw new Error('no #page');
followTheme();
mount(App, { target, props: { desk: deskOver(transport) } });
