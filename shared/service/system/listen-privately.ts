import { makeFolder } from '../../system/make-folder.ts';
import { chmod, lstat, rm, stat } from 'node:fs/promises';
import { connect, type Server } from 'node:net';
import { dirname } from 'node:path';
import { lockFile, type FileLock } from '../../system/file-lock.ts';
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

/**
 * Makes a server listen at the address of a socket, so that only the user of this process can open it. What a service that was
 * killed left there is taken over; what anybody listens on, what is another user's and what is no socket is refused, and
 * never deleted. Throws, with a sentence. The socket is gone when the server is closed; `release` is called after that.
 */
export async function listenPrivately(server: Server, address: string): Promise<FileLock> {
  const path = socketPathOf(address) ?? '';
  if (process.platform === 'win32') {
    await listening(server, path, address);
    return { release: () => undefined };
  }
  await prepareFolder(dirname(path));
  // Held as long as it is listened: of two who find the same left socket, one takes it over.
  const lock = lockFile(`${path}.lock`, (options) => inUse(address, options));
  try {
    await removeLeft(path, address);
    await listening(server, path, address);
    await chmod(path, OWN_MODE);
    return lock;
  } catch (fault) {
    server.close();
    lock.release();
    throw fault;
  }
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
