import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sealedFormat, type Sealed } from '../formats/sealed/sealed-format.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { told, type Told } from '../words/told.ts';
import { ToldError } from '../words/told-error.ts';
import {
  newPassphraseKey,
  openText,
  passphraseKey,
  sealText,
  type PassphraseKey,
} from './passphrase-seal.ts';
import { pendingFromText, pendingToText, type PendingJoins } from './pending-join.ts';
import { readFileIfThere, writePrivateFile } from './private-file.ts';

const pathIn = (home: string): string => join(home, 'joining.json');

/** Far more than any has: whatever else lies there is not taken into memory. */
const MOST_BYTES = 1_000_000;

/** In a file that only this user reads; under the passphrase of the identity that comes of it (`key`), where one was chosen. */
export function pendingInFile(home: string, key: PassphraseKey | null): PendingJoins {
  const path = pathIn(home);
  return {
    async load() {
      const text = await readFileIfThere(path, MOST_BYTES);
      if (text === null) return null;
      const sealed = sealedIn(text);
      if (!sealed) return pendingFromText(text);
      const inside = key && openText(key, sealed);
      if (inside === null) throw new ToldError(OTHER_PASSPHRASE);
      return pendingFromText(inside);
    },
    async save(pending) {
      const text = pendingToText(pending);
      await writePrivateFile(path, key ? sealText(key, { sealed: 'joining', about: null, text }) : text);
    },
    forget: () => rm(path, { force: true }),
  };
}

/** The salt under which it is sealed; null where nothing is. An identity with the same one came of the same join. */
export async function pendingSalt(home: string): Promise<string | null> {
  const text = await readFileIfThere(pathIn(home), MOST_BYTES);
  return text === null ? null : (sealedIn(text)?.key.salt ?? null);
}

/** What an earlier attempt to join left here; `sealed` opens with its passphrase only. */
export async function pendingKind(home: string): Promise<'none' | 'open' | 'sealed'> {
  const text = await readFileIfThere(pathIn(home), MOST_BYTES);
  return text === null ? 'none' : sealedIn(text) ? 'sealed' : 'open';
}

/**
 * The key for whoever joins with this passphrase, or (null) without one: that of what was begun with it before, which is gone on
 * with then. Under another one nothing is begun beside it: it may hold the only recovery key of an organisation.
 */
export async function keyToJoinWith(
  home: string,
  passphrase: string | null,
): Promise<Result<PassphraseKey | null, Told>> {
  const text = await readFileIfThere(pathIn(home), MOST_BYTES);
  const sealed = text === null ? null : sealedIn(text);
  if (!sealed) return ok(passphrase === null ? null : await newPassphraseKey(passphrase));
  if (passphrase === null) return err(NEEDS_PASSPHRASE);
  const key = await passphraseKey(passphrase, sealed.key);
  return openText(key, sealed) === null ? err(OTHER_PASSPHRASE) : ok(key);
}

/** What is sealed as it should be; anything else is nothing that waits for a passphrase. */
function sealedIn(text: string): Sealed | null {
  try {
    const read = sealedFormat.read(JSON.parse(text));
    return read.kind === 'known' && read.value.sealed === 'joining' ? read.value : null;
  } catch {
    return null;
  }
}

const NEEDS_PASSPHRASE = told('joiningNeedsPassphrase');
const OTHER_PASSPHRASE = told('joiningOtherPassphrase');
