import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Ed25519Sign } from '../../log/ed25519.ts';
import {
  formatVerifierKey,
  parseVerifierKey,
  verifierKey,
  type VerifierKey,
} from '../../log/verifier-key.ts';
import { generateSigningKey, sha256, signer } from '../../system/node-crypto.ts';
import { keepSigningKey, readSigningKey } from '../system/signing-key-file.ts';

/** Who signs a note. */
export interface NoteSigner {
  readonly key: VerifierKey;
  readonly sign: Ed25519Sign;
}

/** So many sign each note: a reader takes sixteen at least (C2SP signed-note). Who knows only an older key joins again. */
const MOST_SIGNERS = 16;
const LATER_KEY = /^log-key\.([0-9a-f]{8})$/;

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

  /** The latest first. Throws, with a sentence, while its file is not here: another service on the database made it. */
  get signers(): readonly NoteSigner[] {
    const of = this.#known();
    if (this.#signers?.of === of) return this.#signers.all;
    const [latest = '', ...earlier] = of;
    const current = this.#read(latest);
    if (!current) throw new Error(this.#missing(latest));
    const all = [current, ...earlier.flatMap((text) => this.#read(text) ?? [])].slice(0, MOST_SIGNERS);
    this.#signers = { of, all };
    return all;
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
    return this.#read(logKey) !== null;
  }

  /** The verifier key that the log is to get: one that was made before and that it never had, or else a new one. */
  offer(): string {
    const known = new Set(this.#known());
    for (const name of readdirSync(this.#folder)) {
      if (!LATER_KEY.test(name)) continue;
      const made = this.#textOf(join(this.#folder, name));
      if (!known.has(made) && this.has(made)) return made;
    }
    const key = generateSigningKey();
    const made = verifierKey(sha256, this.#origin, key.publicKey);
    keepSigningKey(key, this.#fileOf(made));
    return formatVerifierKey(made);
  }

  /** Null: there is no such key here. Throws where its file is damaged, or can be read by others. */
  #read(text: string): NoteSigner | null {
    const key = parseVerifierKey(sha256, text);
    if (!key.ok || key.value.name !== this.#origin) return null;
    for (const file of [this.#fileOf(key.value), join(this.#folder, 'log-key')]) {
      const found = seedIn(file);
      if (found && this.#textOf(file) === text) return { key: key.value, sign: signer(found) };
    }
    return null;
  }

  #textOf(file: string): string {
    return formatVerifierKey(verifierKey(sha256, this.#origin, readSigningKey(file).publicKey));
  }

  #fileOf({ keyId }: VerifierKey): string {
    return join(this.#folder, `log-key.${keyId}`);
  }

  #missing(text: string): string {
    const key = parseVerifierKey(sha256, text);
    const file = key.ok ? this.#fileOf(key.value) : join(this.#folder, 'log-key');
    return `the log got another key, and ${file} is missing. Copy that file from the data folder of the service that made it: nothing is signed here until then`;
  }
}

function seedIn(file: string): Uint8Array | null {
  try {
    return readSigningKey(file).seed;
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw fault;
  }
}
