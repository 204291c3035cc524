import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chosenByBeginning } from './setup/arguments.js';
import { explain } from './setup/explain.js';
import { ensureNpmPackages } from './setup/npm-packages.js';
import { root } from './setup/root.js';
import { run } from './setup/run.js';
import { say } from './setup/say.js';

// `npm run check [-- STEP…]`: types, lint, format, boundaries and unused code. Prints what is wrong, and one line for
// each step. The result is kept in test-results/check.json.

const CACHE = join(root, 'node_modules', '.cache', 'latchkey');
/** A machine with two cores is the usual one; more at once only makes each of them slower. */
const AT_ONCE = 2;
/** No step takes longer, unless it hangs. */
const TIMEOUT_MS = 600_000;

/**
 * The steps, longest first. Each is the script of a package and its arguments.
 * @type {Record<string, string[]>}
 */
const STEPS = {
  lint: [
    'eslint/bin/eslint.js',
    '--config',
    'build/eslint.config.js',
    '--max-warnings',
    '0',
    ...lintCache(),
    '.',
  ],
  types: tsc('tsconfig.json'),
  'types (pure layers)': tsc('shared/tsconfig.json'),
  'types (preload)': tsc('preload/tsconfig.json'),
  'types (renderer)': [
    'svelte-check/bin/svelte-check',
    '--workspace',
    'renderer',
    '--tsconfig',
    './tsconfig.json',
    '--fail-on-warnings',
    '--output',
    'human',
  ],
  format: [
    'prettier/bin/prettier.cjs',
    '--config',
    'build/prettier.config.js',
    '--log-level',
    'warn',
    '--check',
    '**/*.{ts,js,cjs,svelte,css,html}',
  ],
  boundaries: [
    'dependency-cruiser/bin/dependency-cruise.mjs',
    '--config',
    'build/dependency-cruiser.cjs',
    'main',
    'preload',
    'renderer',
    'shared',
    'build',
    'test',
  ],
  unused: ['knip/bin/knip.js', '--config', 'build/knip.json', '--no-progress', '--no-config-hints'],
};

await explain(async () => {
  const names = chosenByBeginning(process.argv.slice(2), Object.keys(STEPS));
  await ensureNpmPackages();
  mkdirSync(CACHE, { recursive: true });
  const results = await runAll(names);
  writeReport(results);
  if (results.some(({ ok }) => !ok)) process.exitCode = 1;
});

/** @param {string} project */
function tsc(project) {
  const record = join(CACHE, `${project.replaceAll('/', '-')}.tsbuildinfo`);
  return ['typescript/bin/tsc', '--noEmit', '-p', project, '--incremental', '--tsBuildInfoFile', record];
}

/** A lint rule that asks for types may change its mind about an unchanged file, so the judge reads everything. */
function lintCache() {
  return process.env['CI'] ? [] : ['--cache', '--cache-location', join(CACHE, 'eslint')];
}

/** @typedef {{ name: string, ok: boolean }} StepResult */

/**
 * @param {string[]} names
 * @returns {Promise<StepResult[]>}
 */
async function runAll(names) {
  const waiting = [...names];
  /** @type {StepResult[]} */
  const results = [];
  const worker = async () => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift())
      results.push(await runStep(name));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}

/**
 * @param {string} name
 * @returns {Promise<StepResult>}
 */
async function runStep(name) {
  const [script = '', ...args] = STEPS[name] ?? [];
  const startedAt = performance.now();
  const result = await run(process.execPath, [join(root, 'node_modules', script), ...args], {
    timeoutMs: TIMEOUT_MS,
  });
  const ok = result.code === 0;
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  if (!ok) process.stdout.write(`${result.output.trim()}\n`);
  say(`${ok ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
  return { name, ok };
}

/** @param {StepResult[]} results */
function writeReport(results) {
  mkdirSync(join(root, 'test-results'), { recursive: true });
  const passed = results.filter(({ ok }) => ok).length;
  const failed = results.filter(({ ok }) => !ok).map(({ name }) => name);
  const testResults = failed.map((name) => ({
    name: `npm run check -- ${name}`,
    status: 'failed',
    assertionResults: [],
  }));
  const report = { numPassedTests: passed, numFailedTests: failed.length, steps: results, testResults };
  writeFileSync(join(root, 'test-results', 'check.json'), JSON.stringify(report, null, 2));
}
