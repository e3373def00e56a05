import js from '@eslint/js';

const browser = Object.fromEntries([
  'AbortController', 'AbortSignal', 'Audio', 'BroadcastChannel', 'Blob', 'CustomEvent', 'Element', 'Event', 'EventTarget', 'HTMLElement',
  'HTMLMediaElement', 'Image', 'IntersectionObserver', 'MediaMetadata', 'Option', 'ResizeObserver', 'Response', 'URL', 'URLSearchParams',
  'addEventListener', 'btoa', 'caches', 'clearInterval', 'clearTimeout', 'createImageBitmap', 'dispatchEvent', 'document', 'fetch', 'getComputedStyle',
  'history', 'innerHeight', 'innerWidth', 'localStorage', 'location', 'navigator', 'performance', 'removeEventListener', 'scrollBy', 'self',
  'setInterval', 'setTimeout', 'queueMicrotask',
].map(name => [name, 'readonly']));

export default [
  js.configs.recommended,
  {
    languageOptions: { ecmaVersion: 'latest', sourceType: 'module', globals: browser },
    rules: {
      'arrow-body-style': 'error',
      'curly': 'error',
      'eqeqeq': ['error', 'always', { null: 'ignore' }],
      'max-len': ['error', { code: 140 }],
      'max-lines': ['error', 200],
      'no-console': 'error',
      'no-empty': ['error', { allowEmptyCatch: false }],
      'no-implicit-globals': 'error',
      'no-restricted-properties': ['error', { property: 'innerHTML', message: 'Texts are never HTML.' }],
      'no-shadow': 'error',
      'no-var': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
      'prefer-template': 'error',
      'semi': 'error',
    },
  },
  {
    files: ['**/sw.js'], // the server writes these two above the first line
    languageOptions: { sourceType: 'script', globals: { version: 'readonly', files: 'readonly' } },
    rules: { 'no-implicit-globals': 'off' },
  },
];
