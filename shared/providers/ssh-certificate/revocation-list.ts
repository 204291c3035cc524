import { chmod, copyFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { withLock } from '../../system/with-lock.js';
import { certificateIn, isRunning, keepRevoked, listIssued, listRevoked, type Issued } from './issued.ts';
import { putInPlace } from './put-in-place.ts';
import { krlFolder, type Settings } from './settings.ts';
import { sshKeygenOk } from './ssh-keygen.ts';
import { standingsOn, type Standing } from './standing.ts';

/** sshd reads the list as a user of its own on some systems, and refuses everybody when it cannot. */
const KRL_MODE = 0o644;

/** Longer than all the writers of a busy minute take, shorter than the manifest's timeout. */
const LOCK_WAIT_MS = 20_000;

/** The standing of each on the list that is there. */
export async function standingsOf(
  settings: Settings,
  issued: readonly Issued[],
): Promise<ReadonlyMap<string, Standing>> {
  return standingsOn((await kindOfList(settings)) === 'none' ? null : settings.krl, issued);
}

/**
 * Takes certificates away: kept as such, then put on the list. What is on it stays, also what others put there. Those that
 * cannot be read, of whomever: of them only the key id is on the list.
 */
export function addToList(settings: Settings, issued: readonly Issued[]): Promise<readonly Issued[]> {
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
  const standings = await standingsOf(settings, running);
  return running.filter((each) => standings.get(each.path) === 'open');
}

/** What would still be accepted, as far as anybody knows, and cannot be read. */
export async function unreadableOf(settings: Settings): Promise<readonly Issued[]> {
  const kept = [...(await listIssued(settings)), ...(await listRevoked(settings))].filter(isRunning);
  const standings = await standingsOf(settings, kept);
  return kept.filter((each) => standings.get(each.path) === 'unreadable');
}

/**
 * Invariant: every list that is put in place names all that was taken away, whatever became of the one before. The lock keeps
 * writers apart (a lost entry would be access that lives on); the rename keeps readers whole.
 */
async function changeList(settings: Settings, ending: readonly Issued[]): Promise<readonly Issued[]> {
  const change = async (): Promise<readonly Issued[]> => {
    await keepRevoked(settings, ending);
    const before = await kindOfList(settings);
    if (before === 'list') await keepWhatOthersRevoked(settings);
    const folder = await mkdtemp(join(krlFolder(settings), `.${basename(settings.krl)}-`));
    try {
      const [list, specification] = [join(folder, 'krl'), join(folder, 'add')];
      const revoked = await listRevoked(settings);
      const unreadable = await unreadableAmong(revoked, join(folder, 'empty'));
      if (before === 'list') await copyFile(settings.krl, list);
      const authority = (await exists(`${settings.caKey}.pub`)) ? `${settings.caKey}.pub` : null;
      const readable = revoked.filter((each) => !unreadable.includes(each));
      const certificates = await Promise.all(readable.map(certificateIn));
      const ids = authority === null ? [] : idsOf(revoked);
      await writeFile(
        specification,
        [...certificates.filter((each) => each !== null), ...ids, ''].join('\n'),
      );
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
      await putInPlace(list, settings.krl);
      return unreadable;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };
  return withLock(`${settings.krl}.lock`, change, { waitMs: LOCK_WAIT_MS });
}

/** Those that ssh-keygen would stop at; asked with a list of nobody, since it reads the files all the same. */
async function unreadableAmong(revoked: readonly Issued[], emptyList: string): Promise<readonly Issued[]> {
  await sshKeygenOk(['-k', '-f', emptyList], 'write a revocation list');
  const standings = await standingsOn(emptyList, revoked);
  return revoked.filter((each) => standings.get(each.path) === 'unreadable');
}

/**
 * Beside each certificate itself, which counts whatever authority signed it: for people its key id, which needs the
 * authority's public key. https://man.openbsd.org/ssh-keygen#KEY_REVOCATION_LISTS
 */
const idsOf = (revoked: readonly Issued[]): readonly string[] => [
  ...new Set(revoked.map(({ grantId }) => `id: latchkey_${grantId}`)),
];

/** What a person put on the list by hand is not forgotten either when it is lost. */
async function keepWhatOthersRevoked(settings: Settings): Promise<void> {
  const running = (await listIssued(settings)).filter(isRunning);
  const standings = await standingsOf(settings, running);
  await keepRevoked(
    settings,
    running.filter((each) => standings.get(each.path) === 'listed'),
  );
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

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
