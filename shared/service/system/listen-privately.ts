import { makeFolder } from '../../system/make-folder.ts';
import { chmod, lstat, rm, stat } from 'node:fs/promises';
import { rmSync } from 'node:fs';
import { connect, type Server } from 'node:net';
import { dirname } from 'node:path';
import { lockFile, type FileLock } from '../../system/file-lock.ts';
import { fileAt, isSameFile, type FileMark } from './file-mark.ts';
import { socketPathOf } from '../../lib/service-place.ts';
import { told } from '../../words/told.ts';
import { ToldError } from '../../words/told-error.ts';

/** Nobody but its user, from the first moment on: what is made by another thread meanwhile is only more private for it. */
const OWN_UMASK = 0o077;
const OWN_MODE = 0o600;
/** Others may not put anything in its place. */
const WRITABLE_BY_OTHERS = 0o022;
/** Who listens on a socket of this computer is connected to at once, whatever they do; in milliseconds. */
const ANSWERS_WITHIN_MS = 2_000;

/** A path at which this process alone may listen until it is released: nothing is there. */
export interface SocketPlace {
  release(): void;
}

/**
 * Makes sure that this process may listen at the address of a socket, so that only its user can open it. What a service that
 * was killed left there is taken over; what anybody listens on, what is another user's and what is no socket is refused, and
 * never deleted. Throws, with a sentence, and leaves nothing behind.
 */
export async function takeSocketPlace(address: string): Promise<SocketPlace> {
  const path = socketPathOf(address) ?? '';
  if (process.platform === 'win32') return { release: () => undefined };
  await prepareFolder(dirname(path));
  // Held as long as it is listened: of two who find the same left socket, one takes it over.
  const lock = lockThere(`${path}.lock`, address);
  try {
    await removeLeft(path, address);
    return lock;
  } catch (fault) {
    rmSync(`${path}.lock`, { force: true });
    lock.release();
    throw fault;
  }
}

/** Who was refused removes its lock: one that was opened just before that is nobody's any more, and holds nobody off. */
function lockThere(file: string, address: string): FileLock {
  for (;;) {
    const before = fileAt(file);
    const lock = lockFile(file, (options) => inUse(address, options));
    const after = fileAt(file);
    if (after !== null && (before === null || isSameFile(before, after))) return lock;
    lock.release();
  }
}

/**
 * Binds a server to a place that was taken. Throws, with a sentence.
 *
 * @param onMade told at once which file that made; not where there are no files of sockets
 */
export async function bindPrivately(
  server: Server,
  address: string,
  onMade: (made: FileMark | null) => void,
): Promise<void> {
  const path = socketPathOf(address) ?? '';
  const bound = listening(server, path, address);
  const hasFile = process.platform !== 'win32';
  if (hasFile && server.listening) onMade(fileAt(path));
  await bound;
  if (hasFile) await chmod(path, OWN_MODE);
}

/** Made for this user alone where it is not there. Where others write, they could put a socket of theirs in its place. */
async function prepareFolder(folder: string): Promise<void> {
  try {
    makeFolder(folder);
  } catch (fault) {
    throw new ToldError(told('noSocketFolder', { folder, why: (fault as Error).message }));
  }
  // A link of somebody else's may lead anywhere tomorrow.
  for (const { uid, isOfOther } of [ownerOf(await lstat(folder)), ownerOf(await stat(folder))])
    if (isOfOther) throw new ToldError(told('socketFolderOfOther', { folder, uid }));
  if (((await stat(folder)).mode & WRITABLE_BY_OTHERS) !== 0)
    throw new ToldError(told('socketFolderOpen', { folder }));
}

const ownerOf = ({ uid }: { readonly uid: number }): { uid: number; isOfOther: boolean } => ({
  uid,
  isOfOther: uid !== 0 && uid !== process.getuid?.(),
});

/** What is left of a service that did not end by itself. Throws where it is anything else. */
async function removeLeft(path: string, address: string): Promise<void> {
  const found = await lstat(path).catch((fault: NodeJS.ErrnoException) => {
    if (fault.code === 'ENOENT') return null;
    throw fault;
  });
  if (found === null) return;
  if (!found.isSocket()) throw new ToldError(told('noSocketThere', { path }));
  if (found.uid !== process.getuid?.())
    throw new ToldError(told('socketFileOfOther', { path, uid: found.uid }));
  if (await isListenedOn(path)) throw inUse(address);
  await rm(path);
}

/** Whether anybody is there: a socket that is left of a process refuses connections. */
function isListenedOn(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const asked = connect({ path });
    const found = (isThere: boolean): void => {
      asked.destroy();
      resolve(isThere);
    };
    asked.setTimeout(ANSWERS_WITHIN_MS, () => found(true));
    asked.once('connect', () => found(true));
    // Where it is too busy to take one more, or anything else is the matter, somebody may be there.
    asked.once('error', ({ code }: NodeJS.ErrnoException) =>
      found(code !== 'ECONNREFUSED' && code !== 'ENOENT'),
    );
  });
}

async function listening(server: Server, path: string, address: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (fault: NodeJS.ErrnoException) =>
      reject(fault.code === 'EADDRINUSE' ? inUse(address, { cause: fault }) : fault),
    );
    const before = process.umask(OWN_UMASK);
    try {
      // It is bound, and so made, before this returns.
      server.listen({ path }, resolve);
    } finally {
      process.umask(before);
    }
  });
}

const inUse = (address: string, options?: ErrorOptions): Error =>
  new ToldError(told('socketInUse', { address }), options);
