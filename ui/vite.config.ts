import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

// The demonstration backend keeps everything in memory. It is compiled only into the development
// server, the demonstration build and the tests: a real window never falls back to it.
export default defineConfig(({ command, mode }) => ({
  plugins: [svelte()],
  define: { __DEMONSTRATION__: JSON.stringify(command === 'serve' || mode === 'demo' || mode === 'test') },
  clearScreen: false,
  server: { port: 5173, strictPort: true },
  build: {
    target: ['safari17.5', 'chrome123'],
    cssTarget: ['safari17.5', 'chrome123'],
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
  resolve: mode === 'test' ? { conditions: ['browser'] } : {},
  test: { include: ['src/**/*.test.ts'], restoreMocks: true },
}));
