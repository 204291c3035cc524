import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './setup/run.js';
import { runGroup } from './setup/run-group.js';

/**
 * `npm start`, as somebody does it who has just cloned the project at what `checkout` has checked out: nothing is installed or
 * built, and there is no display, so that it is the demo in a virtual desktop. Counts as one test. Nothing of it is left.
 * @param {string} checkout
 * @param {number} timeoutMs
 * @returns {Promise<import('./test-report.js').Count>}
 */
export async function startInClone(checkout, timeoutMs) {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-clone-'));
  try {
    // The user of the virtual desktop reads it, too.
    await chmod(folder, 0o755);
    const clone = join(folder, 'latchkey');
    // A checkout that is mounted into a container belongs to somebody else, and git wants to be told that this is meant.
    const config = join(folder, 'gitconfig');
    await writeFile(config, '[safe]\n\tdirectory = *\n');
    const cloned = await run('git', ['clone', '--quiet', checkout, clone], {
      env: { ...process.env, GIT_CONFIG_GLOBAL: config },
    });
    if (cloned.code !== 0) return failed(`git clone: ${cloned.output.trim().split('\n', 1)[0]}`);
    const { DISPLAY: _x11, WAYLAND_DISPLAY: _wayland, ...env } = process.env;
    const code = await runGroup('npm', ['start'], { cwd: clone, env, timeoutMs });
    return code === 0 ? { passed: 1, failed: 0, failures: [] } : failed(`ended with status ${code}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string} why
 * @returns {import('./test-report.js').Count}
 */
const failed = (why) => ({ passed: 0, failed: 1, failures: [`npm start in a clean clone: ${why}`] });
