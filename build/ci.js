import { join } from 'node:path';
import { root } from './setup/root.js';
import { runGroup } from './setup/run-group.js';
import { say } from './setup/say.js';
import { startInClone } from './start-in-clone.js';
import { TEST_FOLDERS } from './test-folders.js';
import { readReport, removeReport, withLeast } from './test-report.js';

// What .ci/run does: the check, then the two commands of the README: `npm test`, and `npm start` once, in a clean clone. All
// to the end; each of them installs what it lacks. A step of the check counts like a test, and so does the start. The last line says
// `N passed, N failed`, and what failed stands right above it; the exit status is 0 only when nothing failed.

const REPORTED = ['check', ...Object.keys(TEST_FOLDERS)];
/** Far more than any part takes (the whole aims at 15 minutes). */
const TIMEOUTS_MS = { check: 900_000, test: 3_900_000, start: 1_800_000 };

for (const part of REPORTED) removeReport(part);
const ends = {
  'npm run check': await runGroup(process.execPath, [join(root, 'build', 'check.js')], {
    cwd: root,
    timeoutMs: TIMEOUTS_MS.check,
  }),
  'npm test': await runGroup('npm', ['test'], { cwd: root, timeoutMs: TIMEOUTS_MS.test }),
};
say('npm start, in a clean clone');
const start = await startInClone(root, TIMEOUTS_MS.start);

const counts = [...REPORTED.map((part) => ({ part, ...readReport(part) })), { part: 'start', ...start }].map(
  ({ part, ...count }) => ({ part, ...withLeast(part, count) }),
);
for (const { part, passed, failed } of counts) say(`${part}: ${passed} passed, ${failed} failed`);
const failures = counts.flatMap((count) => count.failures);
const passed = counts.reduce((sum, count) => sum + count.passed, 0);
let failed = counts.reduce((sum, count) => sum + count.failed, 0);
// A command that ended badly although nothing is counted as failed is a failure nevertheless.
for (const [command, code] of Object.entries(ends))
  if (failed === 0 && code !== 0) {
    failures.push(`${command}: ended with status ${code}`);
    failed = 1;
  }
for (const failure of failures) say(`failed: ${failure}`);
process.exitCode = failed === 0 ? 0 : 1;
process.stdout.write(`${passed} passed, ${failed} failed\n`);
