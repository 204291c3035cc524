import type { LogRecord } from '../../domain/entry.ts';
import { MissingTexts } from '../../formats/wire/missing-texts.ts';
import { isBound, type SaidText } from '../../lib/said.ts';
import { sha256 } from '../../system/node-crypto.ts';
import type { Findings } from './findings.ts';
import { told } from '../../words/told.ts';

/**
 * What people said. Nothing else says it, so a text that is lost or altered cannot be made anew. It may be missing where an entry
 * says that it was erased.
 */
export class SaidCheck {
  readonly #findings: Pick<Findings, 'log'>;
  readonly #altered = new Set<number>();
  readonly #missing = new MissingTexts();

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
    this.#findings.log(String(seq), told('saidOtherwise'));
  }

  addRecord(record: LogRecord): void {
    if (!this.#altered.has(record.seq)) this.#missing.addRecord(record);
  }

  finish(): void {
    for (const seq of this.#missing.seqs) this.#findings.log(String(seq), told('saidLost'));
  }
}
