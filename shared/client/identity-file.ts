import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { err, ok, type Result } from '../lib/result.ts';
import { lockInTurn } from '../system/file-lock.ts';
import { identityFromText, identityToText, isOfEarlier, type Identity } from './identity.ts';
import { readFileIfThere, reservePrivateFile, writePrivateFile } from './private-file.ts';

const pathIn = (home: string): string => join(home, 'identity.json');

/** No identity takes more: twice what the longest fields come to, in bytes. */
const IDENTITY_BYTES = 8_192;

export const saveIdentity = (home: string, identity: Identity): Promise<void> =>
  writePrivateFile(pathIn(home), identityToText(identity));

/** Joining takes one answer of the service, in milliseconds as long as a client waits for it and more. */
const TURN_MS = 90_000;
const IN_USE =
  'Another latchkey command has been joining a service with this LATCHKEY_HOME for a while. Wait until it is done.';

/**
 * Room for the identity that an invite is about to be spent on, for one at a time: until `release` nobody else has it, so
 * whether there is an identity already is to be asked after this. Throws where none can be kept.
 */
export async function reserveIdentity(
  home: string,
): Promise<{ save(identity: Identity): Promise<void>; release(): Promise<void> }> {
  await mkdir(home, { recursive: true, mode: 0o700 });
  const turn = await lockInTurn(join(home, 'join.lock'), { waitMs: TURN_MS, inUse: IN_USE });
  try {
    const place = await reservePrivateFile(pathIn(home), IDENTITY_BYTES);
    return {
      save: (identity) => place.write(identityToText(identity)),
      release: () => place.release().finally(() => turn.release()),
    };
  } catch (error) {
    turn.release();
    throw error;
  }
}

/** The identity that was stored, or a sentence that says how to get one. */
export async function loadIdentity(home: string): Promise<Result<Identity, string>> {
  const text = await readFileIfThere(pathIn(home));
  if (text === null)
    return err(
      'This device has not joined a service yet. With an invite, run: latchkey join URL. Owners make them (latchkey invite); the service prints the first owner’s as it starts.',
    );
  const identity = identityFromText(text);
  if (identity.ok && isOfEarlier(text)) await writeAnew(home, text, identity.value);
  return identity.ok ? ok(identity.value) : err(`${identity.error} (${pathIn(home)})`);
}

/**
 * What an earlier Latchkey wrote has a token in it, which is not to lie there any longer. Not worth a failure: where nothing can be
 * written, or somebody is joining just now, it is tried again at the next reading.
 */
async function writeAnew(home: string, text: string, identity: Identity): Promise<void> {
  try {
    const turn = await lockInTurn(join(home, 'join.lock'), { waitMs: 0, inUse: IN_USE });
    try {
      if ((await readFileIfThere(pathIn(home))) === text) await saveIdentity(home, identity);
    } finally {
      turn.release();
    }
  } catch {
    // The token in it is worth nothing to anybody.
  }
}
