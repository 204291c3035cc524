import { makeFolder } from '../system/make-folder.ts';
import type { Stats } from 'node:fs';
import { join } from 'node:path';
import { err, ok, type Result } from '../lib/result.ts';
import { lockInTurn } from '../system/file-lock.ts';
import { whyOthersRead } from '../system/only-ours.ts';
import { told, type Told } from '../words/told.ts';
import { ToldError } from '../words/told-error.ts';
import { identityFromText, identityToText, isOfEarlier, type Identity } from './identity.ts';
import { openText, type PassphraseKey } from './passphrase-seal.ts';
import { pendingInFile, pendingKind } from './pending-file.ts';
import { readFileIfThere, removeDrafts, reservePrivateFile, writePrivateFile } from './private-file.ts';
import {
  openIdentity,
  sealedIdentityIn,
  sealedIdentityToText,
  UNREADABLE_INSIDE,
  WRONG_PASSPHRASE,
  type SealedIdentity,
} from './sealed-identity.ts';

const pathIn = (home: string): string => join(home, 'identity.json');

/** No identity takes more: twice what the longest fields come to, in bytes, and a third more where it is sealed. */
const IDENTITY_BYTES = 16_384;
/** Far more than any version of it has: whatever else lies there is not taken into memory. */
const MOST_BYTES = 1_000_000;

/** `key`: the one that a passphrase gave, or null where the file is to be read by this user as it is. */
const textOf = (identity: Identity, key: PassphraseKey | null): string =>
  key ? sealedIdentityToText(identity, key) : identityToText(identity);

/** All of it or nothing, in the place of what was there: protected or not, it is one file, so that no copy of the other is left. */
export const saveIdentity = (
  home: string,
  identity: Identity,
  key: PassphraseKey | null = null,
): Promise<void> => writePrivateFile(pathIn(home), textOf(identity, key));

/** What may have keys in it, or what stands for them, by the names that it has where it is kept. */
const KEPT_HERE = ['identity.json', 'identity.sealed', 'joining.json', 'joining.sealed', 'recovery.sealed'];

/** Joining takes one answer of the service, in milliseconds as long as a client waits for it and more. */
const TURN_MS = 90_000;
const inUse = (options: ErrorOptions): Error => new ToldError(told('joiningElsewhere'), options);

/**
 * Room for the identity that an invite is about to be spent on, for one at a time: until `release` nobody else has it, so
 * whether there is an identity already is to be asked after this. Throws where none can be kept.
 */
export async function reserveIdentity(home: string): Promise<{
  save(identity: Identity, key?: PassphraseKey | null): Promise<void>;
  release(): Promise<void>;
}> {
  makeFolder(home);
  const turn = await lockInTurn(join(home, 'join.lock'), { waitMs: TURN_MS, inUse });
  try {
    await removeDrafts(home, KEPT_HERE);
    const place = await reservePrivateFile(pathIn(home), IDENTITY_BYTES);
    return {
      save: (identity, key = null) => place.write(textOf(identity, key)),
      release: () => place.release().finally(() => turn.release()),
    };
  } catch (error) {
    turn.release();
    throw error;
  }
}

/** What there is of an identity. `unreadable`, and `exposed` to others who may read it: why it is not used. */
export type KeptIdentity =
  | { readonly kind: 'none' }
  | { readonly kind: 'open'; readonly identity: Identity }
  | { readonly kind: 'locked'; readonly locked: SealedIdentity }
  | { readonly kind: 'unreadable' | 'exposed'; readonly why: Told };

/** The identity that was stored, as far as it can be read without a passphrase. */
export async function keptIdentity(home: string): Promise<KeptIdentity> {
  const path = pathIn(home);
  let exposed: Told | null = null;
  const look = (stats: Stats): null => ((exposed = whyOthersRead(path)(stats)), null);
  const text = await readFileIfThere(path, MOST_BYTES, look);
  if (text === null) return { kind: 'none' };
  const locked = sealedIdentityIn(text);
  if (locked?.ok) return { kind: 'locked', locked: locked.value };
  if (locked) return unreadable(locked.error, path);
  const identity = identityFromText(text);
  if (!identity.ok) return unreadable(identity.error, path);
  // Under a passphrase they are nobody else's all the same.
  if (exposed !== null) return { kind: 'exposed', why: told('keysExposed', { why: exposed }) };
  if (isOfEarlier(text)) await writeAnew(home, text, identity.value, null);
  return { kind: 'open', identity: identity.value };
}

const unreadable = (why: Told, path: string): KeptIdentity => ({
  kind: 'unreadable',
  why: told('identityAt', { why, path }),
});

/** The identity that was stored, or how to get one. */
export async function loadIdentity(home: string): Promise<Result<Identity, Told>> {
  const kept = await keptIdentity(home);
  switch (kept.kind) {
    case 'open':
      return ok(kept.identity);
    case 'none':
      return err(NOT_JOINED);
    case 'locked':
      return err(told('keysProtected'));
    case 'unreadable':
    case 'exposed':
      return err(kept.why);
  }
}

/** Tries a passphrase: the identity with the key that it is kept under, or why it is not the one. */
export async function unlockIdentity(
  home: string,
  locked: SealedIdentity,
  passphrase: string,
): Promise<Result<{ readonly identity: Identity; readonly key: PassphraseKey }, Told>> {
  const opened = await openIdentity(locked, passphrase);
  if (!opened.ok) return err(opened.error === 'wrong' ? WRONG_PASSPHRASE : UNREADABLE_INSIDE);
  const { identity, key } = opened.value;
  if (opened.value.isOfEarlier) {
    const text = await readFileIfThere(pathIn(home), MOST_BYTES);
    if (text !== null) await writeAnew(home, text, identity, key);
  }
  return ok({ identity, key });
}

/**
 * Keeps the same identity under another key, or under none, unless another one was put in its place meanwhile. Throws where
 * that cannot be written: what was there is still there then.
 */
export async function rekeyIdentity(
  home: string,
  identity: Identity,
  key: PassphraseKey | null,
): Promise<Result<void, Told>> {
  const turn = await lockInTurn(join(home, 'join.lock'), { waitMs: TURN_MS, inUse });
  try {
    const kept = await keptIdentity(home);
    if (kept.kind === 'exposed') return err(kept.why);
    const deviceId =
      kept.kind === 'open'
        ? kept.identity.deviceId
        : kept.kind === 'locked'
          ? kept.locked.about.deviceId
          : null;
    if (deviceId !== identity.deviceId) return err(REPLACED);
    await removeDrafts(home, KEPT_HERE);
    await saveIdentity(home, identity, key);
    if (key) await protectPending(home, identity, key);
    return ok(undefined);
  } finally {
    turn.release();
  }
}

/** What it joined with, where that has not told all yet, holds the same keys. */
async function protectPending(
  home: string,
  { signing }: Pick<Identity, 'signing'>,
  key: PassphraseKey,
): Promise<void> {
  if ((await pendingKind(home)) !== 'open') return;
  const left = await pendingInFile(home, null)
    .load()
    .catch(() => null);
  if (left?.signing.publicKey === signing.publicKey) await pendingInFile(home, key).save(left);
}

/** Removes what a crash left of keys that were about to be kept. Nothing where another command is about to keep some just now. */
export async function removeDraftsOfKeys(home: string): Promise<void> {
  const turn = await lockInTurn(join(home, 'join.lock'), { waitMs: 5_000, inUse }).catch(() => null);
  if (!turn) return;
  try {
    await removeDrafts(home, KEPT_HERE);
  } finally {
    turn.release();
  }
}

/**
 * Keeps what this identity says of its log, and nothing else of it: under the lock, of the same device, and only where it lies as this
 * process knows it (`key`; null: as it is). False: it was protected, or replaced, meanwhile. Throws where it cannot be written.
 */
export async function keepLogOf(
  home: string,
  { deviceId, log }: Pick<Identity, 'deviceId' | 'log'>,
  key: PassphraseKey | null,
): Promise<boolean> {
  const turn = await lockInTurn(join(home, 'join.lock'), { waitMs: TURN_MS, inUse });
  try {
    const now = openedWith(await keptIdentity(home), key);
    if (now?.deviceId !== deviceId) return false;
    await saveIdentity(home, { ...now, log }, key);
    return true;
  } finally {
    turn.release();
  }
}

function openedWith(kept: KeptIdentity, key: PassphraseKey | null): Identity | null {
  if (kept.kind === 'open') return key === null ? kept.identity : null;
  if (kept.kind !== 'locked' || key === null) return null;
  const text = openText(key, kept.locked.sealed);
  const identity = text === null ? null : identityFromText(text);
  return identity?.ok ? identity.value : null;
}

/**
 * What an earlier Latchkey wrote has a token in it, which is not to lie there any longer. Not worth a failure: where nothing can be
 * written, or somebody is joining just now, it is tried again at the next reading.
 */
async function writeAnew(
  home: string,
  text: string,
  identity: Identity,
  key: PassphraseKey | null,
): Promise<void> {
  try {
    const turn = await lockInTurn(join(home, 'join.lock'), { waitMs: 0, inUse });
    try {
      if ((await readFileIfThere(pathIn(home), MOST_BYTES)) === text) await saveIdentity(home, identity, key);
    } finally {
      turn.release();
    }
  } catch {
    // The token in it is worth nothing to anybody.
  }
}

export const NOT_JOINED = told('notJoined');
const REPLACED = told('keysReplaced');
