import { createHash } from 'node:crypto';
import { link, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { grantIdSchema } from '../../provider-protocol/provider-protocol.ts';
import { syncFolder } from '../../system/sync-folder.ts';
import { readCertificate } from './read-certificate.ts';
import type { Settings } from './settings.ts';

/** A certificate that was handed out, remembered beside the revocation list. */
export interface Issued {
  readonly grantId: string;
  readonly path: string;
  readonly expiresAt: number;
}

/** Begins the name of a folder in which a certificate is being made. */
const SIGNING_PREFIX = '.signing-';

/**
 * `latchkey_<grantId>.<epoch seconds of its end>.<digest>-cert.pub`: the name says it all, so that listing reads no file. A
 * certificate that was revoked is kept a second time, as `…-revoked.pub`, for as long.
 */
const NAME = /^latchkey_([a-z0-9-]+)\.([0-9]{1,12})\.[0-9a-f]{16}-(cert|revoked)\.pub$/;

/** A certificate that is signed again for the same grant, or by another authority, does not take the first one's place. */
export const issuedName = (settings: Settings, certificate: string, expiresAt: number): string => {
  const digest = createHash('sha256').update(certificate.trim()).digest('hex').slice(0, 16);
  return `${settings.keyId}.${Math.floor(expiresAt / 1_000)}.${digest}-cert.pub`;
};

/** Whether its end is still to come. */
export const isRunning = ({ expiresAt }: Issued): boolean => expiresAt > Date.now();

/** Everything that was handed out and has not been forgotten; nothing if nothing ever was. */
export const listIssued = (settings: Settings): Promise<readonly Issued[]> => listFolder(settings, 'cert');

/** Everything that was taken away and has not been forgotten: the revocation list must name each. */
export const listRevoked = (settings: Settings): Promise<readonly Issued[]> =>
  listFolder(settings, 'revoked');

async function listFolder(settings: Settings, suffix: 'cert' | 'revoked'): Promise<readonly Issued[]> {
  const names = await readdir(settings.issuedFolder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names.flatMap((name) => {
    const [, id, seconds, kind] = NAME.exec(name) ?? [];
    const grantId = grantIdSchema.safeParse(id);
    if (!grantId.success || kind !== suffix) return [];
    return [
      { grantId: grantId.data, path: join(settings.issuedFolder, name), expiresAt: Number(seconds) * 1_000 },
    ];
  });
}

/** The certificate's line; null where the file holds none with this grant's key id: damaged, or somebody else's. */
export async function certificateIn({ path, grantId }: Issued): Promise<string | null> {
  const certificate = readCertificate(await readFile(path, 'utf8').catch(() => ''));
  return certificate?.keyId === `latchkey_${grantId}` ? certificate.line : null;
}

/**
 * Keeps certificates as taken away: linked and renamed, so that each is there whole or not at all. Of one that cannot be
 * read an empty file remains, whose name has the key id.
 */
export async function keepRevoked(settings: Settings, issued: readonly Issued[]): Promise<void> {
  if (issued.length === 0) return;
  await inSigningFolder(settings, async (folder) => {
    for (const each of issued) {
      const [made, path] = [join(folder, 'revoked.pub'), each.path.replace(/-cert\.pub$/, '-revoked.pub')];
      const [now, before] = [await certificateIn(each), await certificateIn({ ...each, path })];
      if (before !== null && (now === null || now === before)) continue;
      if (now === null) await writeFile(made, '');
      else await link(each.path, made);
      await rename(made, path);
      // Renamed to what it is already, it stays.
      await rm(made, { force: true });
    }
  });
  await syncFolder(settings.issuedFolder);
}

export async function issuedTo(settings: Settings, grantId: string): Promise<readonly Issued[]> {
  return (await listIssued(settings)).filter((each) => each.grantId === grantId);
}

/** Runs `work` with a folder in which a certificate can be made, beside those that were. */
export async function inSigningFolder<T>(
  settings: Settings,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const made = await mkdir(settings.issuedFolder, { recursive: true, mode: 0o755 });
  if (made !== undefined) await syncFolder(dirname(made));
  const folder = await mkdtemp(join(settings.issuedFolder, SIGNING_PREFIX));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A day after its end nobody asks for a certificate any more, whatever the clocks say. */
const KEPT_FOR_MS = 86_400_000;

/** Forgets certificates that ended long ago, and the folders of signings that were killed (public halves only). */
export async function forgetOld(settings: Settings): Promise<void> {
  const before = Date.now() - KEPT_FOR_MS;
  const kept = [...(await listIssued(settings)), ...(await listRevoked(settings))];
  const old = kept.filter((each) => each.expiresAt < before).map((each) => each.path);
  const names = await readdir(settings.issuedFolder).catch(() => []);
  for (const name of names.filter((each) => each.startsWith(SIGNING_PREFIX))) {
    const path = join(settings.issuedFolder, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Infinity }));
    if (mtimeMs < before) old.push(path);
  }
  await Promise.all(old.map((path) => rm(path, { recursive: true, force: true })));
}
