import { LRUCache } from 'lru-cache';
import { inEnglish } from '../../words/words.ts';
import { told, type Told } from '../../words/told.ts';
import type { Organisation } from '../../domain/organisation/organisation.ts';
import { organisationFormat } from '../../formats/organisation/organisation-format.ts';
import { err, ok, type Result } from '../../lib/result.ts';
import type { Logger } from '../../ports/logger.ts';
import type { PublishedDocument } from '../store/rows.ts';
import type { ServiceStore } from '../store/service-store.ts';
import { keptText, readKept } from './kept-organisation.ts';
import type { ParseOrganisation } from './parse-to-publish.ts';

/** How many versions are kept in memory: open requests point to the version they were made under. */
const VERSIONS_KEPT = 20;

/** A version that was published and that this Latchkey cannot read. */
export interface Unreadable {
  /**
   * `notAccepted`: only its texts are there, and they do not parse any more. `notKnown`: the parsed document is there, and is
   * of a newer Latchkey or damaged. `missing`: it is not in the store.
   */
  readonly kind: 'notAccepted' | 'notKnown' | 'missing';
  /** The rest of a sentence that begins with the version. */
  readonly why: Told;
}

type ReadVersion = Result<Organisation, Unreadable>;

interface Parts {
  readonly store: Pick<ServiceStore, 'document' | 'keepParsed'>;
  readonly logger: Pick<Logger, 'error'>;
  /** For the texts of what was published before parsed documents were kept; nothing else is parsed again. */
  readonly parse: ParseOrganisation;
}

/**
 * What was published, version by version.
 *
 * 1. It is read as it was parsed when it was published: no rule for files of a later Latchkey is applied to it.
 * 2. Of an earlier Latchkey there are only texts: they are parsed once, without comparing their rules, and kept.
 * 3. What cannot be read is a value, and is logged: nobody else waits for it.
 */
export class PublishedVersions {
  readonly #parts: Parts;
  readonly #read = new LRUCache<number, ReadVersion>({ max: VERSIONS_KEPT });

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async at(version: number): Promise<ReadVersion> {
    const known = this.#read.get(version);
    if (known) return known;
    const row = await this.#parts.store.document(version);
    const read = row ? await this.#readRow(row) : err(MISSING);
    if (!read.ok)
      this.#parts.logger.error({ version, why: inEnglish(read.error.why) }, 'a version cannot be read');
    return this.#remember(version, read);
  }

  /** What was in force, and is asked for again by what was made under it. */
  note(organisation: Organisation): void {
    this.#remember(organisation.version, ok(organisation));
  }

  async #readRow(row: PublishedDocument): Promise<ReadVersion> {
    if (row.parsed === null) return this.#readTexts(row);
    const read = readKept(row.parsed);
    if (read.kind === 'unknown')
      return err({ kind: 'notKnown', why: isOfNewer(read.raw) ? OF_NEWER : DAMAGED });
    return read.value.version === row.version ? ok(read.value) : err({ kind: 'notKnown', why: DAMAGED });
  }

  async #readTexts({ version, providerDigests, ...texts }: PublishedDocument): Promise<ReadVersion> {
    const { parse, store, logger } = this.#parts;
    const { organisation, mistakes } = parse(texts, version, providerDigests, new Map(), 'asPublished');
    const first = mistakes.find(({ severity }) => severity === 'error');
    const notAccepted = err({
      kind: 'notAccepted',
      why: first
        ? told('notAcceptedAt', { file: first.file, line: first.line, mistake: first.told })
        : told('notAcceptedNow'),
    } as const);
    if (!organisation) return notAccepted;
    const parsed = keptText(organisation);
    const read = readKept(parsed);
    if (read.kind === 'unknown') return notAccepted;
    try {
      await store.keepParsed(version, parsed);
    } catch (fault) {
      // On a full disk for example. It is kept another time.
      logger.error({ version, error: String(fault) }, 'a parsed version could not be kept');
    }
    return ok(read.value);
  }

  #remember(version: number, read: ReadVersion): ReadVersion {
    this.#read.set(version, read);
    return read;
  }
}

const isOfNewer = (raw: unknown): boolean => {
  const { v } = Object(raw) as { readonly v?: unknown };
  return typeof v === 'number' && v > organisationFormat.version;
};

const OF_NEWER = told('publishedByNewer');
const DAMAGED = told('keptOtherwise');
const MISSING: Unreadable = { kind: 'missing', why: told('notInStore') };
