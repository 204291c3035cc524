import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { withLock as withProjectLock } from '../../shared/system/with-lock.js';

/** Longer than those who may come before take together: npm on a slow line, a whole build. Then the file is named. */
const WAIT_MS = 15 * 60_000;

/**
 * Runs `work` while no other set-up or build does. The lock of one that was interrupted is taken over, so that it never
 * blocks the next one.
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(file, work) {
  mkdirSync(dirname(file), { recursive: true });
  return withProjectLock(file, work, { waitMs: WAIT_MS });
}
