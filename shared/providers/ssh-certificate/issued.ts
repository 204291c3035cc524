import { createHash } from 'node:crypto';
import { link, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { grantIdSchema, type ProviderCall } from '../../contract/provider-protocol.ts';
import type { Settings } from './settings.ts';

/** A certificate that was handed out, remembered beside the revocation list. */
export interface Issued {
  readonly grantId: string;
  readonly path: string;
  readonly expiresAt: number;
}

/** Begins the name of a folder in which a certificate is being made. */
export const SIGNING_PREFIX = '.signing-';

/**
 * `latchkey_<grantId>.<epoch seconds of its end>.<digest>-cert.pub`: the name says it all, so that listing reads no file. A
 * certificate that was revoked is kept a second time, as `…-revoked.pub`, for as long.
 */
const NAME = /^latchkey_([a-z0-9-]+)\.([0-9]{1,12})\.[0-9a-f]{16}-(cert|revoked)\.pub$/;

const CERTIFICATE = /^[a-z0-9@.-]+ [A-Za-z0-9+/]+={0,2} latchkey_[a-z0-9-]+$/;

/** A certificate that is signed again for the same grant, or by another authority, does not take the first one's place. */
export const issuedName = (settings: Settings, certificate: string, expiresAt: number): string => {
  const digest = createHash('sha256').update(certificate.trim()).digest('hex').slice(0, 16);
  return `${settings.keyId}.${Math.floor(expiresAt / 1_000)}.${digest}-cert.pub`;
};

/** Everything that was handed out and has not been forgotten; nothing if nothing ever was. */
export const listIssued = (settings: Settings): Promise<readonly Issued[]> => listFolder(settings, 'cert');

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

/** A certificate that was taken away before its end. */
export interface Revoked extends Issued {
  readonly certificate: string;
}

/** Every certificate that was taken away and has not been forgotten: the revocation list must name each. */
export async function listRevoked(settings: Settings): Promise<readonly Revoked[]> {
  const kept = await listFolder(settings, 'revoked');
  const read = await Promise.all(
    kept.map(async (each) => ({ ...each, certificate: (await readFile(each.path, 'utf8')).trim() })),
  );
  // What a power failure left empty would make the whole list impossible.
  return read.filter(({ certificate }) => CERTIFICATE.test(certificate));
}

/** Keeps certificates as taken away. */
export async function keepRevoked(issued: readonly Issued[]): Promise<void> {
  for (const { path } of issued) {
    // Linked, so that it is there whole or not at all.
    await link(path, path.replace(/-cert\.pub$/, '-revoked.pub')).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

export async function issuedTo(settings: Settings, grantId: string): Promise<readonly Issued[]> {
  return (await listIssued(settings)).filter((each) => each.grantId === grantId);
}

const stateSchema = z.object({ certificate: z.string().regex(CERTIFICATE), deadlineAt: z.number() });

/** Takes over what another runner handed out, which only `state` tells: on this one it is unknown, and no less valid. */
export async function rememberIssued(settings: Settings, state: ProviderCall['state']): Promise<void> {
  const { data } = stateSchema.safeParse(state);
  if (!data || data.deadlineAt <= Date.now() || !data.certificate.endsWith(` ${settings.keyId}`)) return;
  const path = join(settings.issuedFolder, issuedName(settings, data.certificate, data.deadlineAt));
  await mkdir(settings.issuedFolder, { recursive: true, mode: 0o755 });
  const folder = await mkdtemp(join(settings.issuedFolder, SIGNING_PREFIX));
  try {
    await writeFile(join(folder, 'cert.pub'), `${data.certificate}\n`);
    await rename(join(folder, 'cert.pub'), path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A day after its end nobody asks for a certificate any more, whatever the clocks say. */
const KEPT_FOR_MS = 86_400_000;

/** Forgets certificates that ended long ago, and the folders of signings that were killed (public halves only). */
export async function forgetOld(settings: Settings): Promise<void> {
  const before = Date.now() - KEPT_FOR_MS;
  const kept = [...(await listIssued(settings)), ...(await listFolder(settings, 'revoked'))];
  const old = kept.filter((each) => each.expiresAt < before).map((each) => each.path);
  const names = await readdir(settings.issuedFolder).catch(() => []);
  for (const name of names.filter((each) => each.startsWith(SIGNING_PREFIX))) {
    const path = join(settings.issuedFolder, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Infinity }));
    if (mtimeMs < before) old.push(path);
  }
  await Promise.all(old.map((path) => rm(path, { recursive: true, force: true })));
}
