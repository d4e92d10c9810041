import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const features = ['encounter', 'document', 'suggestion', 'decision', 'codebook', 'settings', 'training', 'people', 'signing', 'audit', 'model'];
const deny = (names, message) => ({
  group: names.flatMap((name) => [`**/${name}/**`, `**/${name}`]),
  message,
});

// Three tiers: shared, features, views. An import only ever points down.
const tiers = [
  {
    files: ['src/shared/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [deny([...features, 'views', 'backend', 'bindings'], 'shared/ knows nothing of the domain')] },
      ],
    },
  },
  {
    files: features.map((name) => `src/${name}/**`),
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            deny(['views'], 'a feature never imports a view'),
            { group: ['**/backend/tauri', '**/backend/fake*', '@tauri-apps/*'], message: 'a feature talks to the Backend interface' },
          ],
        },
      ],
    },
  },
  {
    files: ['src/views/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { group: ['**/backend/tauri', '**/backend/fake*', '@tauri-apps/*'], message: 'only main.ts chooses a backend' },
          ],
        },
      ],
    },
  },
];

export default ts.config(
  { ignores: ['dist/', 'dist-demo/', 'node_modules/', 'src/bindings/'] },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser, __DEMONSTRATION__: 'readonly' } },
    rules: {
      'no-console': 'error',
      eqeqeq: 'error',
      'svelte/no-at-html-tags': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { extraFileExtensions: ['.svelte'], parser: ts.parser, svelteConfig } },
    // Plain maps and sets are kept on purpose where nothing is drawn from them.
    rules: { 'svelte/prefer-svelte-reactivity': 'off' },
  },
  ...tiers,
  { files: ['src/**/*.test.ts'], rules: { 'no-restricted-imports': 'off' } },
);
