import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../../../build/setup/root.js';
import { startCliWorld } from '../../integration/cli-world.ts';
import type { Figure } from '../figure.ts';
import { interleave } from '../interleave.ts';

const ROUNDS = 9;
const CLI = join(root, 'build/latchkey.js');

/** People run commands one after another, and scripts in loops: what is felt is how long Node takes, and not much more. */
export const cliVersion: Figure = {
  name: 'cli-version',
  title: '`latchkey --version`, the whole process',
  against: '`node -e 0`',
  unit: 'ms',
  bound: 'atMost',
  target: 3,
  async measure() {
    const medians = await interleave(ROUNDS, {
      limit: () => timed(['-e', '0']),
      value: () => timed([CLI, '--version']),
    });
    return { kind: 'measured', ...medians };
  },
};

export const cliGrants: Figure = {
  name: 'cli-grants',
  title: '`latchkey grants` against a local service, the whole process',
  against: '`node -e 0`',
  unit: 'ms',
  bound: 'atMost',
  target: 5,
  async measure() {
    const world = await startCliWorld();
    try {
      const medians = await interleave(ROUNDS, {
        limit: () => timed(['-e', '0']),
        value: () => timed([CLI, 'grants'], { LATCHKEY_HOME: world.home('owner') }),
      });
      return { kind: 'measured', ...medians };
    } finally {
      await world.stop();
    }
  },
};

/** From the start of a process to its end, in ms. */
function timed(words: readonly string[], environment: Record<string, string> = {}): Promise<number> {
  const startedAt = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, words, {
      env: { ...process.env, ...environment },
      stdio: 'ignore',
    });
    child.once('error', reject);
    child.once('exit', (status) => {
      if (status === 0) resolve(performance.now() - startedAt);
      else reject(new Error(`${words.join(' ')} ended with ${status}`));
    });
  });
}
