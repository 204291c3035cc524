import { access, constants, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { basename, join } from 'node:path';
import type { ProviderCall } from '../../provider-protocol/provider-protocol.ts';
import { ProviderFault } from '../kit/provider-fault.ts';
import { shellWord } from '../kit/shell-word.ts';
import type { Answer } from '../kit/serve-provider.ts';
import { certificateIn, listRevoked } from './issued.ts';
import { kindOfList, missingOnList, unreadableOf } from './revocation-list.ts';
import { krlFolder, readSettings, type Settings } from './settings.ts';
import { sshKeygen } from './ssh-keygen.ts';
import { sayUnreadable } from './standing.ts';

/**
 * Whether all is there that signing and, above all, its end will need: both halves of the authority, and a list that can be
 * read and replaced, and that names all that was taken away. Each thing that is missing comes with what to run.
 */
export async function check(call: ProviderCall): Promise<Answer> {
  const settings = readSettings(call);
  const missing = await missingOfAuthority(settings);
  missing.push(...(await missingOfFolders(settings)));
  // Asked also about the authority's public key, so that has to be there.
  if (missing.length === 0) missing.push(...(await missingOfList(settings)));
  if (missing.length > 0) throw new ProviderFault('permanent', `${missing.join('; ')}.`);
  const unreadable = sayUnreadable(await unreadableOf(settings));
  return { evidence: { authority: settings.caKey, list: settings.krl, ...unreadable } };
}

/** Signing takes the private half; hosts trust the public one, so it has to be of the same key. */
async function missingOfAuthority({ caKey }: Settings): Promise<string[]> {
  const publicHalf = `${caKey}.pub`;
  if (!(await may(caKey, constants.F_OK)))
    return [`there is no authority’s key ${caKey}: ssh-keygen -t ed25519 -N '' -f ${shellWord(caKey)}`];
  if (!(await may(caKey, constants.R_OK)))
    return [`the authority’s key ${caKey} cannot be read: ${owned(caKey)}`];
  // `-y` needs the private half: it fails on a passphrase, and on a key that others can read.
  const { status, output } = await sshKeygen(['-y', '-P', '', '-f', caKey]);
  if (status !== 0)
    return [
      `the authority’s key ${caKey} cannot be used (${lastLine(output)}): it must have no passphrase, and chmod 600 ${shellWord(caKey)}`,
    ];
  const again = `ssh-keygen -y -f ${shellWord(caKey)} > ${shellWord(publicHalf)}`;
  const written = await readFile(publicHalf, 'utf8').catch(() => null);
  if (written === null) return [`the authority’s public key ${publicHalf} cannot be read: ${again}`];
  if (keyOf(written) !== keyOf(output))
    return [
      `${publicHalf} is not the public half of ${caKey}, so hosts would refuse what it signs: ${again}`,
    ];
  return [];
}

/** As many as one sentence has room for; asked again, check names the next ones. */
const MOST_EMPTIED = 5;

/** The list is replaced in one step, so it is its folder that must be writable. */
async function missingOfFolders(settings: Settings): Promise<string[]> {
  const { issuedFolder } = settings;
  const folder = krlFolder(settings);
  if (!(await mayWriteIn(folder)))
    return [
      `the revocation list’s folder ${folder} cannot be written to: mkdir -p ${shellWord(folder)} && ${owned(folder)}`,
    ];
  if (await mayWriteIn(issuedFolder)) return [];
  return [`what was issued cannot be kept in ${issuedFolder}: ${owned(issuedFolder)}`];
}

async function missingOfList(settings: Settings): Promise<string[]> {
  const { caKey, krl, issuedFolder } = settings;
  const isThere = await may(krl, constants.F_OK);
  if (isThere && !(await may(krl, constants.R_OK)))
    return [`the revocation list ${krl} cannot be read: ${owned(krl)}`];
  // Half a certificate would keep ssh-keygen from reading the others; its name is kept.
  const emptied = await emptyDamaged(settings);
  // Never an empty list over what is known: it is made from what was taken away.
  const again = (how: string) =>
    `${emptied}find ${shellWord(issuedFolder)} -name '*-revoked.pub' -exec cat {} + | ssh-keygen ${how} -f ${shellWord(krl)} -`;
  if ((await kindOfList(settings)) === 'none') {
    // With nothing to name, the first grant makes it.
    if ((await missingOnList(settings)).length === 0) return [];
    return [
      isThere
        ? `the revocation list ${krl} is empty, so that who was ended can log in: ${again('-k')}`
        : `the revocation list ${krl} is not there, so that sshd refuses everybody: ${again('-k')}`,
    ];
  }
  const { status, output } = await sshKeygen(['-Q', '-f', krl, `${caKey}.pub`]);
  if (status !== 0)
    return [
      /: REVOKED$/m.test(output)
        ? `the authority itself is on the revocation list ${krl}: name another authority as caKey`
        : `${krl} is no revocation list (${lastLine(output)}): put back a copy of it, or run mv ${shellWord(krl)} ${shellWord(`${krl}.old`)}; ${again('-k')}`,
    ];
  const missing = await missingOnList(settings);
  if (missing.length === 0) return [];
  return [`${missing.length} that were ended are not on the revocation list ${krl}: ${again('-k -u')}`];
}

/** The command that empties what was taken away and cannot be read; nothing without any. */
async function emptyDamaged(settings: Settings): Promise<string> {
  const revoked = await listRevoked(settings);
  const certificates = await Promise.all(revoked.map(certificateIn));
  const damaged = revoked.filter((_, index) => certificates[index] === null).slice(0, MOST_EMPTIED);
  return damaged.length === 0
    ? ''
    : `truncate -s 0 ${damaged.map(({ path }) => shellWord(path)).join(' ')}; `;
}

/** By doing it: what rights say is not all (a file system that is mounted read-only). */
async function mayWriteIn(folder: string): Promise<boolean> {
  try {
    await mkdir(folder, { recursive: false }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
    await rm(await mkdtemp(join(folder, `.${basename(folder)}-check-`)), {
      recursive: true,
    });
    return true;
  } catch {
    return false;
  }
}

const may = (path: string, mode: number): Promise<boolean> =>
  access(path, mode).then(
    () => true,
    () => false,
  );

/** The statement that gives a path to who runs this. */
const owned = (path: string): string => `chown ${shellWord(userName())} ${shellWord(path)}`;

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A user without a name, as containers have them.
    return String(process.getuid?.() ?? '$USER');
  }
}

/** Type and key without the comment. */
const keyOf = (line: string): string => line.trim().split(/\s+/).slice(0, 2).join(' ');

const lastLine = (output: string): string => output.trim().split('\n').at(-1)?.slice(0, 200) ?? '';
