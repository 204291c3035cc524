import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
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

/** `latchkey_<grantId>.<epoch seconds of its end>-cert.pub`: the name says it all, so that listing reads no file. */
const NAME = /^latchkey_([a-z0-9-]+)\.([0-9]{1,12})-cert\.pub$/;

export const issuedName = (settings: Settings, expiresAt: number): string =>
  `${settings.keyId}.${Math.floor(expiresAt / 1_000)}-cert.pub`;

/** Everything that was handed out and has not been forgotten; nothing if nothing ever was. */
export async function listIssued(settings: Settings): Promise<readonly Issued[]> {
  const names = await readdir(settings.issuedFolder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names.flatMap((name) => {
    const [, id, seconds] = NAME.exec(name) ?? [];
    const grantId = grantIdSchema.safeParse(id);
    if (!grantId.success) return [];
    return [
      { grantId: grantId.data, path: join(settings.issuedFolder, name), expiresAt: Number(seconds) * 1_000 },
    ];
  });
}

export async function issuedTo(settings: Settings, grantId: string): Promise<readonly Issued[]> {
  return (await listIssued(settings)).filter((each) => each.grantId === grantId);
}

const stateSchema = z.object({
  certificate: z.string().regex(/^[a-z0-9@.-]+ [A-Za-z0-9+/]+={0,2} latchkey_[a-z0-9-]+$/),
  deadlineAt: z.number(),
});

/** Takes over what another runner handed out, which only `state` tells: on this one it is unknown, and no less valid. */
export async function rememberIssued(settings: Settings, state: ProviderCall['state']): Promise<void> {
  const { data } = stateSchema.safeParse(state);
  if (!data || data.deadlineAt <= Date.now() || !data.certificate.endsWith(` ${settings.keyId}`)) return;
  const path = join(settings.issuedFolder, issuedName(settings, data.deadlineAt));
  await mkdir(settings.issuedFolder, { recursive: true, mode: 0o755 });
  // Never over one that this runner wrote itself.
  await writeFile(path, `${data.certificate}\n`, { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
}

/** A day after its end nobody asks for a certificate any more, whatever the clocks say. */
const KEPT_FOR_MS = 86_400_000;

/** Forgets certificates that ended long ago, and the folders of signings that were killed (public halves only). */
export async function forgetOld(settings: Settings): Promise<void> {
  const before = Date.now() - KEPT_FOR_MS;
  const old = (await listIssued(settings)).filter((each) => each.expiresAt < before).map((each) => each.path);
  const names = await readdir(settings.issuedFolder).catch(() => []);
  for (const name of names.filter((each) => each.startsWith(SIGNING_PREFIX))) {
    const path = join(settings.issuedFolder, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Infinity }));
    if (mtimeMs < before) old.push(path);
  }
  await Promise.all(old.map((path) => rm(path, { recursive: true, force: true })));
}
