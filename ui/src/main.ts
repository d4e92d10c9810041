import { mount } from 'svelte';
import './app.css';
import type { Backend } from './backend/backend';
import { tauri } from './backend/tauri';
import App from './views/App.svelte';

async function chooseBackend(): Promise<Backend> {
  if (__DEMONSTRATION__ && !('__TAURI_INTERNALS__' in window)) {
    const { createFake } = await import('./backend/fake');
    return createFake();
  }
  return tauri;
}

const target = document.getElementById('app');
if (target) mount(App, { target, props: { backend: await chooseBackend(), demonstration: !('__TAURI_INTERNALS__' in window) } });
