import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readTestArguments, WrongUsage } from './setup/arguments.js';
import { explain } from './setup/explain.js';
import { root } from './setup/root.js';
import { say } from './setup/say.js';
import { setUp } from './setup/setup.js';
import { TEST_FOLDERS } from './test-folders.js';
import { readReport, removeReport, reportFile, withLeast } from './test-report.js';

// `npm test [-- PROJECT… [FILTERS AND OPTIONS OF VITEST]]`: sets up what is missing, then runs the projects of
// build/vitest.config.ts that have what is asked for one after the other, all of them even when one fails. A whole project that
// runs fewer tests than build/least-tests.json says fails. Results: test-results/<project>.json.

await explain(async () => {
  const files = readdirSync(join(root, 'test'), { recursive: true })
    .map((name) => `test/${String(name).replaceAll('\\', '/')}`)
    .filter((name) => name.endsWith('.test.ts'));
  const { projects, rest } = readTestArguments(process.argv.slice(2), { folders: TEST_FOLDERS, files });
  await setUp(projects.every((project) => project === 'fast') ? 'app' : 'desktop');

  for (const project of projects) removeReport(project);
  for (const project of projects) await runProject(project, rest);
  let ran = 0;
  for (const project of projects) {
    const count = readReport(project);
    const { passed, failed, failures } = rest.length === 0 ? withLeast(project, count) : count;
    ran += passed + failed;
    say(`${project}: ${passed} passed, ${failed} failed`);
    if (failed > count.failed) {
      say(failures.at(-1) ?? '');
      process.exitCode = 1;
    }
  }
  if (ran === 0)
    throw new WrongUsage(`No test of ${projects.join(', ')} is what was asked for: none has run.`);
});

/**
 * @param {string} project
 * @param {string[]} args
 */
async function runProject(project, args) {
  say(`tests: ${project}`);
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile(project)}`];
  const options = ['run', '--config', 'build/vitest.config.ts', '--project', project];
  const code = await spawnAndWait([vitest, ...options, ...reporters, ...args]);
  if (code !== 0) process.exitCode = 1;
}

/** @param {string[]} args */
function spawnAndWait(args) {
  return new Promise((/** @type {(code: number) => void} */ resolve) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('error', () => resolve(1));
    child.on('close', (code) => resolve(code ?? 1));
  });
}
