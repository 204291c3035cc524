import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** How often a waiting process looks whether the lock is free. */
const POLL_MS = 200;

/**
 * Runs `work` while holding a lock file that names this process. A lock whose process is gone is taken over, so an
 * interrupted set-up never blocks the next one.
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(file, work) {
  mkdirSync(dirname(file), { recursive: true });
  while (!take(file)) {
    if (!holderIsAlive(file)) rmSync(file, { force: true });
    await wait(POLL_MS);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

/** @param {string} file */
function take(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    return false;
  }
}

/** @param {string} file */
function holderIsAlive(file) {
  try {
    process.kill(Number(readFileSync(file, 'utf8')), 0);
    return true;
  } catch (error) {
    // EPERM: alive, but someone else's. Anything else: no such process, or the file went away meanwhile.
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}
