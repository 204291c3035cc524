import { isRequestRecord, type LogRecord } from '../../domain/entry.ts';
import { hasErased, openSaid, type Hash, type LeafText } from '../../lib/said.ts';
import { told, type Told } from '../../words/told.ts';
import { readRecord } from './read-record.ts';

/** Nothing else in a record can make a difference, and most texts need not be parsed to know that they have none of it. */
const MAY_MATTER = /\{"sha256":"|"type":"textsErased"/;

/**
 * Finds the entries of a log that lack what people said in them, without an entry that says that it was erased: somebody lost
 * it, or keeps it back. To be given all entries, in order.
 */
export class MissingTexts {
  readonly #seqs = new Set<number>();

  /** Their places in the log. */
  get seqs(): readonly number[] {
    return [...this.#seqs];
  }

  addRecord(record: LogRecord): void {
    const { seq, entry } = record;
    if (entry.type === 'textsErased') for (const erased of entry.seqs) this.#seqs.delete(erased);
    // Elsewhere people say nothing, and choose names of fields.
    else if (isRequestRecord(record) && hasErased(entry)) this.#seqs.add(seq);
  }

  /** `text`: null for a leaf that may not be read. */
  addLeaf(
    hash: Hash,
    { text, said }: { readonly text: string | null; readonly said: LeafText['said'] },
  ): void {
    if (text === null || !MAY_MATTER.test(openSaid(hash, { text, said }))) return;
    const record = readRecord(hash, { text, said });
    if (record.kind === 'known') this.addRecord(record.value);
  }
}

/** What is to be told of them; null when there are none. */
export function sayMissing({ seqs }: Pick<MissingTexts, 'seqs'>): Told | null {
  if (seqs.length === 0) return null;
  const which = seqs.slice(0, MOST_NAMED).join(', ');
  return told('textsMissing', {
    count: seqs.length,
    which: seqs.length > MOST_NAMED ? `${which}, …` : which,
  });
}

const MOST_NAMED = 10;
