import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from './setup/root.js';
import { say } from './setup/say.js';
import { readReport, removeReport } from './test-report.js';

// What .ci/run does: `npm run check`, then `npm test`, both to the end. Each step of the check counts like a test. The
// last line says `N passed, N failed`, and what failed stands right above it; the exit status is 0 only when nothing failed.

const PARTS = ['check', 'fast', 'real', 'desktop'];
/** Far more than any part takes (the whole aims at 15 minutes): a part that hangs is told about instead of cut off unseen. */
const TIMEOUTS_MS = { check: 900_000, test: 3_900_000 };

for (const part of PARTS) removeReport(part);
const codes = [await runScript('setup/setup.js', ['--desktop'], TIMEOUTS_MS.test)];
codes.push(await runScript('check.js', [], TIMEOUTS_MS.check));
codes.push(await runScript('test.js', [], TIMEOUTS_MS.test));

const counts = PARTS.map((part) => ({ part, ...readReport(part) }));
for (const { part, passed, failed } of counts) say(`${part}: ${passed} passed, ${failed} failed`);
for (const failure of counts.flatMap(({ failures }) => failures)) say(`failed: ${failure}`);
const passed = counts.reduce((sum, count) => sum + count.passed, 0);
const failed = counts.reduce((sum, count) => sum + count.failed, 0);
// A script that ended badly although nothing is counted as failed is a failure nevertheless.
const total = failed === 0 && codes.some((code) => code !== 0) ? 1 : failed;
process.exitCode = total === 0 ? 0 : 1;
process.stdout.write(`${passed} passed, ${total} failed\n`);

/**
 * @param {string} script
 * @param {string[]} args
 * @param {number} timeoutMs
 * @returns {Promise<number>}
 */
function runScript(script, args, timeoutMs) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, 'build', script), ...args], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      detached: true,
    });
    const timer = setTimeout(() => {
      say(`${script} took longer than ${timeoutMs / 1000} s and was ended`);
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    }, timeoutMs);
    child.on('error', () => resolve(1));
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve(code ?? 1);
    });
  });
}
