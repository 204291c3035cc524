// The lock of whatever several processes write one after the other: plain JavaScript, since the build takes it before
// anything is installed. What one process has for all its life (a journal, a data folder) has `file-lock.ts` instead.
import { randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { link, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

const RETRY_MS = 30;

/**
 * A guard is held for a millisecond and is as old as its holder's wait; many times older than that, its holder was killed. So
 * was the holder of a lock whose process cannot be told from here: on another computer, in another container, before this
 * computer was started anew, or where the system does not say when a process began.
 */
const OLD_IN_WAITS = 3;

/**
 * Where a process number means something: this computer since it was started, and in a container this container. Of Linux;
 * elsewhere the computer's name, since the system has no file that says more.
 */
export const thisPlace = placeOf();

/** As it may stand in a file's name. */
function placeOf() {
  const name = hostname().replace(/[^A-Za-z0-9.-]/g, '-') || 'localhost';
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${name}/${boot}/${readlinkSync('/proc/self/ns/pid').replace(/\D/g, '')}`;
  } catch {
    return name;
  }
}

/**
 * When a process of this place began, in the system's own ticks: with its number that is one process and no later one that got
 * the number again. `-` where the system does not say; null when there is no such process.
 * @param {number} pid
 * @returns {string | null}
 */
export function startOf(pid) {
  if (!Number.isSafeInteger(pid) || pid <= 0) return null;
  if (!thisPlace.includes('/')) return isThere(pid) ? '-' : null;
  try {
    // The name in parentheses may have spaces and parentheses of its own. https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    // A zombie does nothing any more.
    return fields[0] === 'Z' || fields[0] === 'X' ? null : (fields[19] ?? '-');
  } catch (error) {
    // Hidden processes of others (hidepid) look like none: those that are there answer to a signal.
    return codeOf(error) === 'ENOENT' && !isThere(pid) ? null : '-';
  }
}

/** @param {number} pid */
function isThere(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** @param {unknown} error */
const codeOf = (error) => /** @type {NodeJS.ErrnoException} */ (error).code;

/**
 * Runs `work` while no other process holds `path`, which may lie in a folder that several computers share. The file says
 * whose it is, `<place> <process id> <its start> <random>`, so that the lock of one that was killed is recognised and taken
 * over, also when its number lives again. Throws, naming the file, when it is held for longer than `waitMs`: choose that
 * longer than all who may come before take together.
 * @template T
 * @param {string} path
 * @param {() => Promise<T>} work
 * @param {{ readonly waitMs: number }} limits
 * @returns {Promise<T>}
 */
export async function withLock(path, work, { waitMs }) {
  const token = `${thisPlace} ${process.pid} ${startOf(process.pid) ?? '-'} ${randomBytes(8).toString('hex')}`;
  await acquire(path, token, waitMs);
  try {
    return await work();
  } finally {
    if ((await readLock(path)) === token) await rm(path, { force: true });
  }
}

/**
 * @param {string} path
 * @param {string} token
 * @param {number} waitMs
 */
async function acquire(path, token, waitMs) {
  const giveUpAt = performance.now() + waitMs;
  // Written whole and then linked into place: nobody ever reads a lock that does not say yet whose it is.
  const mine = `${path}.${token.replace(/[ /]/g, '.')}`;
  await writeFile(mine, token);
  try {
    while (performance.now() < giveUpAt) {
      if (await linked(mine, path)) return;
      await removeIfAbandoned(path, mine, OLD_IN_WAITS * waitMs);
      await sleep(RETRY_MS * (0.5 + Math.random()));
    }
  } finally {
    await rm(mine, { force: true });
  }
  throw new Error(
    `The lock ${path} is held by ${holder((await readLock(path)) ?? '')}. If nobody is at work there, remove it.`,
  );
}

/**
 * @param {string} from
 * @param {string} to
 */
async function linked(from, to) {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** @param {string} owner */
function holder(owner) {
  const [place = '', pid = ''] = owner.split(' ');
  return pid === '' ? 'other writers in turn' : `process ${pid} on ${place.split('/')[0]}`;
}

/**
 * @param {string} path
 * @param {string} mine
 * @param {number} oldMs
 */
async function removeIfAbandoned(path, mine, oldMs) {
  const owner = await readLock(path);
  if (owner === null || !(await isAbandoned(path, owner, oldMs))) return;
  await alone(`${path}.takeover`, mine, oldMs, async () => {
    // The owner is dead, and only who is alone here removes a dead owner's lock: what is read now stays true.
    if ((await readLock(path)) === owner) await rm(path, { force: true });
  });
}

/**
 * @param {string} path
 * @param {string} owner
 * @param {number} oldMs
 */
async function isAbandoned(path, owner, oldMs) {
  const [place, pid, start] = owner.split(' ');
  const current = place === thisPlace ? startOf(Number(pid)) : '-';
  if (current === null) return true;
  return current === '-' || start === '-' ? (await ageMs(path)) > oldMs : current !== start;
}

/**
 * Runs `work` unless another process is at it already. Without this, one waiter could remove a lock that another waiter
 * had just taken in the place of the same dead owner, and two would write at once.
 * @param {string} guard
 * @param {string} mine
 * @param {number} oldMs
 * @param {() => Promise<void>} work
 */
async function alone(guard, mine, oldMs, work) {
  const isAlone = await link(mine, guard).then(
    () => true,
    () => false,
  );
  if (isAlone) await work().finally(() => rm(guard, { force: true }));
  else if ((await ageMs(guard)) > oldMs) await rm(guard, { force: true });
}

/** @param {string} path */
const ageMs = (path) =>
  stat(path).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => 0,
  );

/** @param {string} path */
const readLock = (path) => readFile(path, 'utf8').catch(() => null);
