import { isRequestRecord, type LogRecord } from '../../domain/entry.ts';
import { isBound, hasErased, type SaidText } from '../../lib/said.ts';
import { sha256 } from '../../system/node-crypto.ts';
import type { Findings } from './findings.ts';

/**
 * What people said. Nothing else says it, so a text that is lost or altered cannot be made anew. It may be missing where an entry
 * says that it was erased.
 */
export class SaidCheck {
  readonly #findings: Pick<Findings, 'log'>;
  readonly #altered = new Set<number>();
  readonly #missing = new Set<number>();

  constructor(findings: Pick<Findings, 'log'>) {
    this.#findings = findings;
  }

  /** `said`: null where the column holds no list of texts. */
  addLeaf(
    seq: number,
    { text, said }: { readonly text: string; readonly said: readonly SaidText[] | null },
  ): void {
    if (said !== null && isBound(sha256, { text, said })) return;
    this.#altered.add(seq);
    this.#findings.log(String(seq), 'has a text beside it that is not the one that was said');
  }

  addRecord(record: LogRecord): void {
    const { seq, entry } = record;
    if (entry.type === 'textsErased') for (const erased of entry.seqs) this.#missing.delete(erased);
    // Elsewhere people say nothing, and choose names of fields.
    else if (isRequestRecord(record) && hasErased(entry) && !this.#altered.has(seq)) this.#missing.add(seq);
  }

  finish(): void {
    for (const seq of this.#missing)
      this.#findings.log(String(seq), 'has lost what was said in it, and no entry says that it was erased');
  }
}
