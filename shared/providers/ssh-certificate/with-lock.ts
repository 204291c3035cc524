import { randomBytes } from 'node:crypto';
import { link, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { ProviderFault } from '../kit/provider-fault.ts';
import { startOf, thisPlace } from './process-identity.ts';

/** Longer than all the writers of a busy minute take, shorter than the manifest's timeout. */
const WAIT_MS = 20_000;
const RETRY_MS = 20;
/**
 * A guard is held for a millisecond and is as old as its holder's wait; older than this, its holder was killed. So was
 * the holder of a lock whose process cannot be told from here: on another computer, in another container, before this
 * computer was started anew, or where the system does not say when a process began. The work takes seconds.
 */
const IS_OLD_MS = 3 * WAIT_MS;

/**
 * Runs `work` while no other process holds `path`, which may lie in a folder that several computers share. The file says
 * whose it is, `<place> <process id> <its start> <random>`, so that the lock of one that was killed is recognised and taken
 * over, also when its number lives again.
 */
export async function withLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  const token = `${thisPlace} ${process.pid} ${startOf(process.pid) ?? '-'} ${randomBytes(8).toString('hex')}`;
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
  const mine = `${path}.${token.replace(/[ /]/g, '.')}`;
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
  throw new ProviderFault(
    'transient',
    `The lock ${path} is held by ${holder((await readLock(path)) ?? '')}.`,
  );
}

function holder(owner: string): string {
  const [place = '', pid = ''] = owner.split(' ');
  return pid === '' ? 'other writers in turn' : `process ${pid} on ${place.split('/')[0]}`;
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
  const [place, pid, start] = owner.split(' ');
  const current = place === thisPlace ? startOf(Number(pid)) : '-';
  if (current === null) return true;
  return current === '-' || start === '-' ? (await ageMs(path)) > IS_OLD_MS : current !== start;
}

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
