import { join } from 'node:path';
import { err, ok, type Result } from '../lib/result.ts';
import { identityFromText, identityToText, type Identity } from './identity.ts';
import { readFileIfThere, reservePrivateFile, writePrivateFile } from './private-file.ts';

const pathIn = (home: string): string => join(home, 'identity.json');

/** No identity takes more: twice what the longest fields come to, in bytes. */
const IDENTITY_BYTES = 8_192;

export const saveIdentity = (home: string, identity: Identity): Promise<void> =>
  writePrivateFile(pathIn(home), identityToText(identity));

/** Room for the identity that an invite is about to be spent on. Throws where none can be kept. */
export async function reserveIdentity(
  home: string,
): Promise<{ save(identity: Identity): Promise<void>; release(): Promise<void> }> {
  const place = await reservePrivateFile(pathIn(home), IDENTITY_BYTES);
  return { save: (identity) => place.write(identityToText(identity)), release: place.release };
}

/** The identity that was stored, or a sentence that says how to get one. */
export async function loadIdentity(home: string): Promise<Result<Identity, string>> {
  const text = await readFileIfThere(pathIn(home));
  if (text === null)
    return err(
      'This device has not joined a service yet. With an invite, run: latchkey join URL. Owners make them (latchkey invite); the service prints the first owner’s as it starts.',
    );
  const identity = identityFromText(text);
  return identity.ok ? ok(identity.value) : err(`${identity.error} (${pathIn(home)})`);
}
