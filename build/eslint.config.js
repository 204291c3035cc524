import svelte from 'eslint-plugin-svelte';
import tseslint from 'typescript-eslint';
import { looseWords } from './loose-words.js';

// Lint rules whose message names the right door. What types and the dependency check say already is not said again.
// Called from the checkout's top: eslint --config build/eslint.config.js .

const CLOCK = 'Time comes from the Clock port (shared/ports/clock.ts); only system/ folders read the clock.';
const TIMER = 'Timers are set through the Clock port (shared/ports/clock.ts); only system/ folders set them.';
const PATIENCE = 'It gives up after a second: use test/support/eventually.ts, which waits for a minute.';

/**
 * The clock and its timers, as names and as properties.
 * @type {Record<string, import('eslint').Linter.RuleEntry>}
 */
const time = {
  'no-restricted-globals': [
    'error',
    ...['setTimeout', 'setInterval'].map((name) => ({ name, message: TIMER })),
    { name: 'performance', message: CLOCK },
  ],
  'no-restricted-properties': ['error', { object: 'Date', property: 'now', message: CLOCK }],
  'no-restricted-syntax': [
    'error',
    { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: CLOCK },
    { selector: 'ExportDefaultDeclaration', message: 'Export by name: a file is named for its one export.' },
    {
      selector: 'MemberExpression[object.name="AbortSignal"][property.name=/^(any|timeout)$/]',
      message:
        'On Node 20 these signals may be collected and never fire: use shared/system/until-aborted.ts.',
    },
    { selector: 'ExportAllDeclaration', message: 'No barrels: import from the file that has it.' },
  ],
};

const DOORS = [
  {
    group: ['node:child_process', 'child_process'],
    message:
      'Processes are started by shared/runner (scripts), shared/cli and main/solo; use their doors. test/unit/project lists them all.',
  },
  { group: ['node:timers', 'node:timers/*', 'timers', 'timers/*'], message: TIMER },
  {
    group: ['**/index.ts'],
    message: 'index.ts is where a process starts; import the file that has what you need.',
  },
];
const IPC_MAIN = {
  group: ['electron'],
  importNames: ['ipcMain'],
  message: 'Handlers are registered through main/ipc, which validates sender and payload.',
};
const IPC_RENDERER = {
  group: ['electron'],
  importNames: ['ipcRenderer', 'contextBridge'],
  message: 'The bridge is preload/index.ts, derived from shared/contract.',
};

/**
 * @param {Record<string, unknown>[]} patterns
 * @returns {Record<string, import('eslint').Linter.RuleEntry>}
 */
const imports = (...patterns) => ({ 'no-restricted-imports': ['error', { patterns }] });

export default tseslint.config(
  {
    ignores: [
      'out/',
      'release/',
      'test-results/',
      'demo-results/',
      'node_modules/',
      'build/setup/default-app/',
    ],
  },
  ...tseslint.configs.recommended,
  ...svelte.configs['flat/recommended'],
  {
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: `${import.meta.dirname}/..`,
        extraFileExtensions: ['.svelte'],
      },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      ...time,
      ...imports(...DOORS, IPC_MAIN, IPC_RENDERER),
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-control-regex': 'error',
      // Both are TypeScript's own business, and it does them better.
      'no-undef': 'off',
      '@typescript-eslint/no-unused-vars': 'off',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-console': ['error'],
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    // Rules that ask the type checker, where forgetting a promise loses an error.
    files: ['main/**/*.ts', 'shared/**/*.ts', 'build/**/*.ts', 'preload/**/*.ts'],
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  {
    files: ['**/system/**'],
    rules: { 'no-restricted-globals': 'off', 'no-restricted-properties': 'off', ...imports(DOORS[2] ?? {}) },
  },
  { files: ['main/ipc/**', 'main/compose-shown.ts'], rules: imports(...DOORS, IPC_RENDERER) },
  { files: ['preload/**'], rules: imports(...DOORS, IPC_MAIN) },
  {
    files: ['shared/runner/**', 'shared/cli/**', 'main/solo/**'],
    rules: imports(...DOORS.slice(1), IPC_MAIN, IPC_RENDERER),
  },
  {
    // Programs of their own, which talk to a person or to the runner.
    files: ['shared/cli/**', 'shared/providers/**', 'build/**'],
    rules: { 'no-console': 'off' },
  },
  {
    // The renderer counts down and reacts to a person; its time comes from main's snapshots and from the browser.
    files: ['renderer/**'],
    rules: {
      'svelte/no-at-html-tags': 'error',
      'svelte/require-each-key': 'error',
      // A string in braces keeps the space that the formatter would move; a Set that is not state needs no reactivity.
      'svelte/no-useless-mustaches': 'off',
      'svelte/prefer-svelte-reactivity': 'off',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts', '**/*.svelte.js'],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
  },
  {
    // Build and tests stand outside the product: they poll, spawn and time things.
    files: ['build/**', 'test/**', 'shared/providers/**'],
    rules: {
      'no-restricted-globals': 'off',
      'no-restricted-properties': 'off',
      'no-restricted-imports': 'off',
    },
  },
  {
    // What people read is in shared/words. Not here: what only operators read (stores, metrics, pages of the service, warnings
    // of a start and of a runner, which are lines of logs), SQL, selectors; what scripts say, and what is wrong with them for who
    // writes them; evidence, which shared/log says in English beside its codes.
    files: ['main/**/*.ts', 'renderer/**/*.{ts,svelte}', 'shared/**/*.ts'],
    ignores: [
      'shared/words/**',
      'shared/log/**',
      'shared/provider-protocol/**',
      'shared/providers/{example,kit,postgres,ssh-certificate}/**',
      'shared/service/http/{answer-health,create-metrics,create-edge,join-addresses,serve-sockets}.ts',
      'shared/service/store/{reads-of-*,write-erased,postgres-pool,postgres-presence,postgres-session,postgres-words}.ts',
      'shared/service/fsck/{check-rest,compare}.ts',
      'shared/service/{start-service,say-unserved-pools,service-process}.ts',
      'shared/service/database/postgres-store.ts',
      'shared/service/{commit,feed,writer}/**',
      'shared/service/log/log-set-back.ts',
      'shared/service/organisation/organisation-parser.ts',
      'shared/service/system/fork-runner.ts',
      'shared/runner/{create-runner,grant-book,newer-records-text,report-lane,script-lane}.ts',
      'shared/runner-process/runner-process.ts',
      'shared/system/{file-journal,log-writer,node-notify,until-aborted}.ts',
    ],
    plugins: { latchkey: { rules: { 'loose-words': looseWords } } },
    rules: { 'latchkey/loose-words': 'error' },
  },
  {
    // A catalogue is as long as what it says.
    files: ['shared/words/{en,de,codes}/**'],
    rules: { 'max-lines': 'off' },
  },
  {
    files: ['test/**'],
    rules: {
      'no-console': 'off',
      'no-control-regex': 'off',
      'max-lines': 'off',
      'no-restricted-properties': [
        'error',
        ...['waitFor', 'waitUntil'].map((property) => ({ object: 'vi', property, message: PATIENCE })),
      ],
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  { files: ['test/support/eventually.ts'], rules: { 'no-restricted-properties': 'off' } },
  {
    // Tools want their configuration as a default export, and some of it in CommonJS.
    files: ['build/*.config.*', 'build/*.cjs'],
    rules: { 'no-restricted-syntax': 'off', '@typescript-eslint/no-require-imports': 'off' },
  },
);
