import { join } from 'node:path';
import { err, ok, type Result } from '../../lib/result.ts';
import {
  type Ed25519Sign,
  formatVerifierKey,
  parseVerifierKey,
  verifierKey,
  type VerifierKey,
} from '../../log/keys.ts';
import { sameBytes } from '../../log/hashes.ts';
import { generateSigningKey, sha256, signer, type SigningKey } from '../../system/node-crypto.ts';
import { keepSigningKey, LOG_KEY, readSigningKey, refuseShownKeys } from '../system/signing-key-file.ts';
import { told, type Told } from '../../words/told.ts';
import { ToldError, toldOfFault } from '../../words/told-error.ts';

/** Who signs a note. */
export interface NoteSigner {
  readonly key: VerifierKey;
  readonly sign: Ed25519Sign;
}

/** So many sign each note: a reader takes sixteen at least (C2SP signed-note). Who knows only an older key joins again. */
const MOST_SIGNERS = 16;

/** The keys of the log of a service that starts. Throws, with a sentence, when its latest is not there, or others may read one. */
export function openLogKeys(...[folder, known]: ConstructorParameters<typeof LogKeys>): LogKeys {
  refuseShownKeys(folder.dataDir);
  const keys = new LogKeys(folder, known);
  void keys.signers;
  return keys;
}

/**
 * The keys of the log, in the data folder: the first in `log-key`, each later one in `log-key.` and its key id.
 *
 * The latest signs what the log says of itself. Those before it sign that, too: whoever knows one of them is still answered, reads
 * that an owner gave the log another key, and believes no note without that one from then on.
 */
export class LogKeys {
  readonly #folder: string;
  readonly #origin: string;
  readonly #known: () => readonly string[];
  #signers: { readonly of: readonly string[]; readonly all: readonly NoteSigner[] } | null = null;

  /** `known`: the verifier keys that the log has, or had, the latest first. */
  constructor(
    { dataDir, origin }: { readonly dataDir: string; readonly origin: string },
    known: () => readonly string[],
  ) {
    this.#folder = dataDir;
    this.#origin = origin;
    this.#known = known;
  }

  /**
   * The latest first. Throws, with a sentence, while the latest is not here: another service on the database made it. One of before
   * that is missing or damaged is left out: who knows no other takes this service for a stranger.
   */
  get signers(): readonly NoteSigner[] {
    const of = this.#known();
    if (this.#signers?.of === of) return this.#signers.all;
    const [latest = '', ...earlier] = of;
    const current = this.#read(latest);
    if (!current.ok) throw new ToldError(current.error);
    const others = earlier.map((text) => this.#read(text));
    const all = [current.value, ...others.flatMap((each) => (each.ok ? [each.value] : []))];
    this.#signers = { of, all: all.slice(0, MOST_SIGNERS) };
    return this.#signers.all;
  }

  /** Why nothing can be signed; null when it can. */
  get problem(): string | null {
    try {
      void this.signers;
      return null;
    } catch (fault) {
      return (fault as Error).message;
    }
  }

  has(logKey: string): boolean {
    return this.#read(logKey).ok;
  }

  /** The verifier key that the log is to get: always a new one, since what lay here may be in a backup that somebody has. */
  offer(): string {
    const key = generateSigningKey();
    const made = verifierKey(sha256, this.#origin, key.publicKey);
    keepSigningKey(key, this.#fileOf(made));
    return formatVerifierKey(made);
  }

  #read(text: string): Result<NoteSigner, Told> {
    const key = parseVerifierKey(sha256, text);
    if (!key.ok || key.value.name !== this.#origin) return err(told('noLogKey'));
    const signingKey = logKeyIn(this.#folder, key.value);
    return signingKey.ok ? ok({ key: key.value, sign: signer(signingKey.value.seed) }) : signingKey;
  }

  #fileOf({ keyId }: VerifierKey): string {
    return join(this.#folder, `${LOG_KEY}.${keyId}`);
  }
}

/** The pair of a key of the log that lies in this data folder, or what is missing. */
export function logKeyIn(folder: string, key: VerifierKey): Result<SigningKey, Told> {
  const file = join(folder, `${LOG_KEY}.${key.keyId}`);
  let why: Told | null = null;
  for (const path of [file, join(folder, LOG_KEY)]) {
    try {
      const found = readSigningKey(path);
      if (sameBytes(found.publicKey, key.publicKey)) return ok(found);
    } catch (fault) {
      if (path === file && (fault as NodeJS.ErrnoException).code !== 'ENOENT') why = toldOfFault(fault);
    }
  }
  return err(why === null ? told('logKeyGone', { keyFile: file }) : told('logKeyUnused', { why }));
}
