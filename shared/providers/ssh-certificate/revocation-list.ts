import { chmod, copyFile, mkdtemp, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { withLock } from '../../system/with-lock.js';
import { keepRevoked, listIssued, listRevoked, type Issued, type Revoked } from './issued.ts';
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
  if ((await kindOfList(settings)) === 'none') return revoked;
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

/** Takes certificates away: kept as such, then put on the list. What is on it stays, also what others put there. */
export function addToList(settings: Settings, issued: readonly Issued[]): Promise<void> {
  return changeList(settings, issued);
}

/** Makes the list anew where it was lost or does not name all that was taken away; so it is there from the first day. */
export async function ensureList(settings: Settings): Promise<void> {
  const isList = (await kindOfList(settings)) === 'list';
  if (!isList || (await missingOnList(settings)).length > 0) await changeList(settings, []);
}

/** What was taken away, would still be accepted, and is not on the list. */
export async function missingOnList(settings: Settings): Promise<readonly Issued[]> {
  const running = (await listRevoked(settings)).filter(isRunning);
  const listed = await revokedAmong(
    settings,
    running.map((each) => each.path),
  );
  return running.filter((each) => !listed.has(each.path));
}

/** Whether its end is still to come. */
export const isRunning = ({ expiresAt }: Issued): boolean => expiresAt > Date.now();

/**
 * Invariant: every list that is put in place names all that was taken away, whatever became of the one before. The lock keeps
 * writers apart (a lost entry would be access that lives on); the rename keeps readers whole.
 */
async function changeList(settings: Settings, ending: readonly Issued[]): Promise<void> {
  const change = async (): Promise<void> => {
    await keepRevoked(ending);
    const before = await kindOfList(settings);
    if (before === 'list') await keepWhatOthersRevoked(settings);
    const folder = await mkdtemp(join(krlFolder(settings), `.${basename(settings.krl)}-`));
    try {
      const [list, specification] = [join(folder, 'krl'), join(folder, 'add')];
      if (before === 'list') await copyFile(settings.krl, list);
      const authority = (await exists(`${settings.caKey}.pub`)) ? `${settings.caKey}.pub` : null;
      await writeFile(specification, specificationOf(await listRevoked(settings), authority !== null));
      await sshKeygenOk(
        [
          ...['-k', '-f', list, ...(before === 'list' ? ['-u'] : [])],
          ...(authority === null ? [] : ['-s', authority]),
          // Keys in text, as sshd also reads them, mean the same to ssh-keygen.
          ...[specification, ...(before === 'text' ? [settings.krl] : [])],
        ],
        'write the revocation list',
      );
      await chmod(list, KRL_MODE);
      await toDisk(list);
      await rename(list, settings.krl);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };
  await withLock(`${settings.krl}.lock`, change, { waitMs: LOCK_WAIT_MS });
}

/**
 * Each certificate itself, which counts whatever authority signed it, and for people its key id, which needs the authority's
 * public key. https://man.openbsd.org/ssh-keygen#KEY_REVOCATION_LISTS
 */
function specificationOf(revoked: readonly Revoked[], withIds: boolean): string {
  const ids = new Set(withIds ? revoked.map(({ grantId }) => `id: latchkey_${grantId}`) : []);
  return [...revoked.map(({ certificate }) => certificate), ...ids, ''].join('\n');
}

/** What a person put on the list by hand is not forgotten either when it is lost. */
async function keepWhatOthersRevoked(settings: Settings): Promise<void> {
  const running = (await listIssued(settings)).filter(isRunning);
  const listed = await revokedAmong(
    settings,
    running.map((each) => each.path),
  );
  await keepRevoked(running.filter((each) => listed.has(each.path)));
}

/** Begins every list. https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.krl */
const MAGIC = 'SSHKRL\n\0';

/**
 * `none` is also a file without a byte, as a full disk leaves it: sshd takes it for a list of nobody. `text` is a list of keys,
 * one a line, or no list at all; then sshd refuses everybody.
 */
export async function kindOfList({ krl }: Settings): Promise<'none' | 'list' | 'text'> {
  const bytes = await readFile(krl).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  });
  if (bytes.length === 0) return 'none';
  return bytes.subarray(0, MAGIC.length).toString('latin1') === MAGIC ? 'list' : 'text';
}

/** Written through, so that a power failure after the rename leaves no empty list. */
async function toDisk(path: string): Promise<void> {
  const file = await open(path, 'r+');
  await file.sync().finally(() => file.close());
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
