import { mount } from 'svelte';
import './app.css';
import type { Backend } from './backend/backend';
import { tauri, tauriWindows } from './backend/tauri';
import type { Windows } from './backend/windows';
import App from './views/App.svelte';

async function chooseBackend(): Promise<{ backend: Backend; windows: Windows }> {
  if (__DEMONSTRATION__ && !('__TAURI_INTERNALS__' in window)) {
    const { createFake } = await import('./backend/fake');
    const { browserWindows } = await import('./backend/windows');
    return { backend: createFake(), windows: browserWindows() };
  }
  return { backend: tauri, windows: tauriWindows() };
}

const target = document.getElementById('app');
if (target) mount(App, { target, props: { ...(await chooseBackend()), demonstration: !('__TAURI_INTERNALS__' in window) } });
