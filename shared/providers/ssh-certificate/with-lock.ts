import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { link, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { ProviderFault } from '../kit/provider-fault.ts';

/** Longer than all the writers of a busy minute take, shorter than the manifest's timeout. */
const WAIT_MS = 20_000;
const RETRY_MS = 20;
/**
 * A guard is held for a millisecond and is as old as its holder's wait; older than this, its holder was killed. So was
 * the holder of a lock on another computer, whose processes cannot be seen from here: the work takes seconds.
 */
const IS_OLD_MS = 3 * WAIT_MS;

/**
 * Runs `work` while no other process holds `path`, which may lie in a folder that several computers share. The file says
 * whose it is, `<computer> <process id> <random>`, so that the lock of one that was killed is recognised and taken over.
 */
export async function withLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  const token = `${computer} ${process.pid} ${randomBytes(8).toString('hex')}`;
  await acquire(path, token);
  try {
    return await work();
  } finally {
    if ((await readLock(path)) === token) await rm(path, { force: true });
  }
}

async function acquire(path: string, token: string): Promise<void> {
  const giveUpAt = performance.now() + WAIT_MS;
  // Written whole and then linked into place: nobody ever reads a lock that does not say yet whose it is.
  const mine = `${path}.${token.replaceAll(' ', '.')}`;
  await writeFile(mine, token);
  try {
    while (performance.now() < giveUpAt) {
      const taken = await link(mine, path).then(
        () => true,
        (error: NodeJS.ErrnoException) => {
          if (error.code === 'EEXIST') return false;
          throw error;
        },
      );
      if (taken) return;
      await removeIfAbandoned(path, mine);
      await sleep(RETRY_MS * (0.5 + Math.random()));
    }
  } finally {
    await rm(mine, { force: true });
  }
  throw new ProviderFault('transient', 'The revocation list is locked by another process.');
}

async function removeIfAbandoned(path: string, mine: string): Promise<void> {
  const owner = await readLock(path);
  if (owner === null || !(await isAbandoned(path, owner))) return;
  await alone(`${path}.takeover`, mine, async () => {
    // The owner is dead, and only who is alone here removes a dead owner's lock: what is read now stays true.
    if ((await readLock(path)) === owner) await rm(path, { force: true });
  });
}

async function isAbandoned(path: string, owner: string): Promise<boolean> {
  const [host, pid] = owner.split(' ');
  return host === computer ? !isAlive(Number(pid)) : (await ageMs(path)) > IS_OLD_MS;
}

/** As it may stand in a file's name. */
const computer = hostname().replace(/[^A-Za-z0-9.-]/g, '-') || 'localhost';

/**
 * Runs `work` unless another process is at it already. Without this, one waiter could remove a lock that another waiter
 * had just taken in the place of the same dead owner, and two would write at once.
 */
async function alone(guard: string, mine: string, work: () => Promise<void>): Promise<void> {
  const isAlone = await link(mine, guard).then(
    () => true,
    () => false,
  );
  if (isAlone) await work().finally(() => rm(guard, { force: true }));
  else if ((await ageMs(guard)) > IS_OLD_MS) await rm(guard, { force: true });
}

const ageMs = (path: string): Promise<number> =>
  stat(path).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => 0,
  );

const readLock = (path: string): Promise<string | null> => readFile(path, 'utf8').catch(() => null);

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
