import type { LogRecord } from '../../domain/entry.ts';
import { evolve } from '../../domain/request/evolve.ts';
import type { RequestEntry } from '../../domain/request/request-entry.ts';
import type { RequestState } from '../../domain/request/request.ts';
import type { Findings } from './findings.ts';
import { told } from '../../words/told.ts';

export type RequestRecord = LogRecord & { readonly entry: RequestEntry };

/** A request as its entries say. `seq`: the place of the first. */
export interface FoldedRequest {
  readonly seq: number;
  readonly state: RequestState;
}

/** Where what requests come to is kept. */
export interface RequestsMadeAnew {
  addRequest(folded: FoldedRequest): Promise<void>;
  /** Takes one out again, since it goes on. Undefined: it was not added. */
  takeRequest(seq: number): Promise<FoldedRequest | undefined>;
}

/** No more are in memory, at some kilobytes each; at least half of them, those that moved last, stay. */
const MOST_IN_MEMORY = 4_000;

/** Every request of the log, folded as its entries come by. What those that have not moved for long come to is added already. */
export class RequestFolds {
  readonly #anew: RequestsMadeAnew;
  readonly #findings: Pick<Findings, 'log'>;
  readonly #most: number;
  /** By their streams; the one that moved last stands last. */
  readonly #recent = new Map<string, FoldedRequest>();
  /** The places of those that are added, by stream. */
  readonly #added = new Map<string, number>();

  constructor(anew: RequestsMadeAnew, findings: Pick<Findings, 'log'>, most = MOST_IN_MEMORY) {
    this.#anew = anew;
    this.#findings = findings;
    this.#most = most;
  }

  /** What does not follow from the entries before it is left out. */
  async add(record: RequestRecord): Promise<void> {
    const { stream } = record;
    const before = this.#recent.get(stream) ?? (await this.#again(stream));
    const folded = this.#next(before, record) ?? before;
    if (folded) await this.#keep(stream, folded);
  }

  /** How many there are, all of which are added. */
  async finish(): Promise<number> {
    await this.#addAllBut(0);
    return this.#added.size;
  }

  #next(
    before: FoldedRequest | undefined,
    { stream, seq, version, at, entry }: RequestRecord,
  ): FoldedRequest | null {
    if (version !== (before?.state.version ?? 0) + 1) return null;
    try {
      return { seq: before?.seq ?? seq, state: evolve(before?.state, entry, at) };
    } catch {
      this.#findings.log(String(seq), told('entryNotFollowing', { stream }));
      return null;
    }
  }

  async #keep(stream: string, folded: FoldedRequest): Promise<void> {
    this.#recent.delete(stream);
    this.#recent.set(stream, folded);
    if (this.#recent.size > this.#most) await this.#addAllBut(this.#most / 2);
  }

  async #addAllBut(count: number): Promise<void> {
    for (const [stream, folded] of this.#recent) {
      if (this.#recent.size <= count) return;
      this.#recent.delete(stream);
      this.#added.set(stream, folded.seq);
      await this.#anew.addRequest(folded);
    }
  }

  /** One that was added, and goes on. */
  async #again(stream: string): Promise<FoldedRequest | undefined> {
    const seq = this.#added.get(stream);
    if (seq === undefined) return undefined;
    this.#added.delete(stream);
    return this.#anew.takeRequest(seq);
  }
}
