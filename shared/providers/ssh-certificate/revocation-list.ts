import { copyFile, mkdtemp, rename, rm, stat, writeFile, chmod } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { withLock } from '../../system/with-lock.js';
import { krlFolder, type Settings } from './settings.ts';
import { sshKeygen, sshKeygenOk } from './ssh-keygen.ts';

/** sshd reads the list as a user of its own on some systems, and refuses everybody when it cannot. */
const KRL_MODE = 0o644;

/** Longer than all the writers of a busy minute take, shorter than the manifest's timeout. */
const LOCK_WAIT_MS = 20_000;

/** As many as fit into one command line, with room to spare. */
const BATCH = 200;

/** Those of the certificates that sshd refuses because they are on the list. Without a list nothing is revoked. */
export async function revokedAmong(
  settings: Settings,
  paths: readonly string[],
): Promise<ReadonlySet<string>> {
  const revoked = new Set<string>();
  if (!(await exists(settings.krl))) return revoked;
  for (let from = 0; from < paths.length; from += BATCH) {
    const batch = paths.slice(from, from + BATCH);
    const { output } = await sshKeygen(['-Q', '-f', settings.krl, ...batch]);
    // One line each: `path (comment): ok`, or `path (comment): REVOKED`.
    const lines = output.split('\n');
    for (const path of batch) {
      const line = lines.find((each) => each.startsWith(`${path} (`) || each.startsWith(`${path}:`));
      if (line?.endsWith(': REVOKED')) revoked.add(path);
      else if (!line?.endsWith(': ok'))
        throw new Error(`The revocation list does not say whether ${path} is on it.`);
    }
  }
  return revoked;
}

/** Adds a key id to the list. What is on it stays, also what others put there. */
export function addToList(settings: Settings): Promise<void> {
  return changeList(settings, `id: ${settings.keyId}\n`);
}

/** Makes an empty list where there is none, so that sshd can be told to read it from the first day. */
export async function ensureList(settings: Settings): Promise<void> {
  if (!(await exists(settings.krl))) await changeList(settings, '');
}

/** The lock keeps writers apart (a lost entry would be access that lives on); the rename keeps readers whole. */
async function changeList(settings: Settings, addition: string): Promise<void> {
  const change = async (): Promise<void> => {
    const folder = await mkdtemp(join(krlFolder(settings), `.${basename(settings.krl)}-`));
    try {
      const [list, specification] = [join(folder, 'krl'), join(folder, 'add')];
      await writeFile(specification, addition);
      const there = await exists(settings.krl);
      if (there) await copyFile(settings.krl, list);
      const update = there ? ['-u'] : [];
      await sshKeygenOk(
        ['-k', ...update, '-f', list, '-s', `${settings.caKey}.pub`, specification],
        'write the revocation list',
      );
      await chmod(list, KRL_MODE);
      await rename(list, settings.krl);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };
  await withLock(`${settings.krl}.lock`, change, { waitMs: LOCK_WAIT_MS });
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
