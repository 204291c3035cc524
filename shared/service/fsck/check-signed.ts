import type { LogRecord } from '../../domain/entry.ts';
import { ReadersFold } from '../../domain/statements/readers-fold.ts';
import { sayFault } from '../../domain/statements/say-fault.ts';
import { hexOf } from '../../lib/hex-of.ts';
import { PackedHashes } from '../../log/hashes.ts';
import { PrefixRoots } from '../../log/prefix-roots.ts';
import { parseVerifierKey } from '../../log/keys.ts';
import { sha256 } from '../../system/node-crypto.ts';
import { signatureFits } from '../../system/signature-fits.ts';
import type { Findings } from './findings.ts';
import { told } from '../../words/told.ts';

/**
 * What every reader of the log will find, too: an entry that is not what somebody signed. To be given the hashes of all entries,
 * and what reads of those that have theirs, in order. The log's name is in its first entry.
 */
export class SignedCheck {
  readonly #findings: Findings;
  readonly #hashes = new PackedHashes();
  readonly #roots = new PrefixRoots(sha256, this.#hashes.at);
  #fold: ReadersFold | null = null;

  constructor(findings: Findings) {
    this.#findings = findings;
  }

  addHash(hash: Uint8Array): void {
    this.#hashes.push(hash);
  }

  addEntry(seq: number, record: LogRecord): void {
    this.#fold ??= this.#begin(record);
    const placed = { seq, record };
    const verdict = this.#fold?.read(placed);
    if (verdict?.kind === 'fault')
      this.#findings.log(String(seq), told('entryUnbelieved', { why: sayFault(verdict.fault, placed).told }));
  }

  /** One that does not read, or has not the hash that it should have: that is told elsewhere. */
  addUnread(seq: number): void {
    this.#fold?.readHidden(seq);
  }

  #begin({ entry }: LogRecord): ReadersFold | null {
    const key = entry.type === 'organisationCreated' ? parseVerifierKey(sha256, entry.logKey) : null;
    if (!key?.ok) return null;
    const rootAt = (size: number): string => hexOf(this.#roots.rootAt(size));
    return new ReadersFold({ hash: sha256, fits: signatureFits }, { log: key.value.name, rootAt });
  }
}
