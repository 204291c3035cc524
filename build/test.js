import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { explain } from './setup/explain.js';
import { root } from './setup/root.js';
import { say } from './setup/say.js';
import { setUp } from './setup/setup.js';
import { readReport, removeReport, reportFile } from './test-report.js';

// `npm test [-- PROJECT… [FILTERS AND OPTIONS OF VITEST]]`: sets up what is missing, then runs the projects of
// build/vitest.config.ts one after the other, all of them even when one fails. Results: test-results/<project>.json.

const PROJECTS = ['fast', 'real', 'desktop'];

await explain(async () => {
  const args = process.argv.slice(2);
  const chosen = PROJECTS.filter((project) => args.includes(project));
  const projects = chosen.length > 0 ? chosen : PROJECTS;
  await setUp(projects.every((project) => project === 'fast') ? 'app' : 'desktop');

  const rest = args.filter((arg) => !PROJECTS.includes(arg));
  for (const project of projects) removeReport(project);
  for (const project of projects) await runProject(project, rest);
  for (const project of projects) {
    const { passed, failed } = readReport(project);
    say(`${project}: ${passed} passed, ${failed} failed`);
  }
});

/**
 * @param {string} project
 * @param {string[]} args
 */
async function runProject(project, args) {
  say(`tests: ${project}`);
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile(project)}`];
  const options = ['run', '--config', 'build/vitest.config.ts', '--project', project, '--passWithNoTests'];
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
