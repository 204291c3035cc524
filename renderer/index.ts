import { mount } from 'svelte';
import type { Bridge } from '../shared/contract/ipc.ts';
import App from './app.svelte';
import './ui/tokens.css';
import './ui/base.css';
import './ui/controls.css';
import './ui/panes.css';

declare global {
  interface Window {
    /** Put there by the preload. */
    readonly latchkey: Bridge;
  }
}

const target = document.getElementById('app');
if (target === null) throw new Error('index.html has no #app');
mount(App, { target, props: { bridge: window.latchkey } });
