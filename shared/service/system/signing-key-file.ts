import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { whyOthersRead } from '../../system/only-ours.ts';
import { syncFolderNow } from '../../system/sync-folder.ts';
import { randomId } from './random-ids.ts';
import { generateSigningKey, publicKeyOf, type SigningKey } from '../../system/node-crypto.ts';
import { told } from '../../words/told.ts';
import { ToldError } from '../../words/told-error.ts';

const SEED_LENGTH = 32;

/** The keys in a data folder: with which its log began, and of the service's own runner. */
export const LOG_KEY = 'log-key';
export const RUNNER_KEY = 'runner-key';

/** The key that is in the file. Throws, with a sentence, when it is missing, damaged, or readable by others. */
export function readSigningKey(file: string): SigningKey {
  const why = whyOthersRead(file)(statSync(file));
  if (why !== null) throw new ToldError(told('keyShownToOthers', { why }));
  const seed = new Uint8Array(Buffer.from(readFileSync(file, 'utf8').trim(), 'base64url'));
  if (seed.length !== SEED_LENGTH) throw new ToldError(told('fileWithoutKey', { file }));
  return { seed, publicKey: publicKeyOf(seed) };
}

/** Throws, with a sentence, when others may read a key of a service that is in this folder: also one of before, which still signs. */
export function refuseShownKeys(folder: string): void {
  for (const name of readdirSync(folder)) {
    const isKey = name === RUNNER_KEY || name === LOG_KEY || name.startsWith(`${LOG_KEY}.`);
    const file = join(folder, name);
    const stats = isKey ? statSync(file) : null;
    const why = stats?.isFile() ? whyOthersRead(file)(stats) : null;
    if (why !== null) throw new ToldError(told('keyShownToOthers', { why }));
  }
}

/** Makes a key and keeps it, as `keepSigningKey` does. */
export function createSigningKey(file: string): SigningKey {
  const key = generateSigningKey();
  keepSigningKey(key, file);
  return key;
}

/** Keeps a key, readable by this user only, so that it survives a power failure: all of it or nothing. Throws when the file exists. */
export function keepSigningKey(key: SigningKey, file: string): void {
  if (existsSync(file)) throw new Error(`${file} is there already`);
  const begun = `${file}.${randomId()}`;
  const handle = openSync(begun, 'wx', 0o600);
  try {
    writeSync(handle, `${Buffer.from(key.seed).toString('base64url')}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  placeSigningKey(begun, file);
}

/** Gives the file of a key its name, so that it survives a power failure. */
export function placeSigningKey(from: string, to: string): void {
  renameSync(from, to);
  syncFolderNow(dirname(to));
}
