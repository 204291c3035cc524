import { join } from 'node:path';
import { err, ok, type Result } from '../lib/result.ts';
import { identityFromText, identityToText, type Identity } from './identity.ts';
import { readFileIfThere, writePrivateFile } from './private-file.ts';

const pathIn = (home: string): string => join(home, 'identity.json');

export const saveIdentity = (home: string, identity: Identity): Promise<void> =>
  writePrivateFile(pathIn(home), identityToText(identity));

/** The identity that was stored, or a sentence that says how to get one. */
export async function loadIdentity(home: string): Promise<Result<Identity, string>> {
  const text = await readFileIfThere(pathIn(home));
  if (text === null)
    return err(
      'This device has not joined a service yet. Ask an owner for an invite, then run: latchkey join URL CODE',
    );
  const identity = identityFromText(text);
  return identity.ok ? ok(identity.value) : err(`${identity.error} (${pathIn(home)})`);
}
