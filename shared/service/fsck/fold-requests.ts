import type { LogRecord } from '../../domain/entry.ts';
import { evolve } from '../../domain/request/evolve.ts';
import type { RequestEntry } from '../../domain/request/request-entry.ts';
import type { RequestState } from '../../domain/request/request.ts';
import { firstRow, type RowAdder, type SqlSession } from '../store/sql-session.ts';
import type { Findings } from './findings.ts';

export type RequestRecord = LogRecord & { readonly entry: RequestEntry };

/** A request as its entries say. `seq`: the place of the first. */
export interface FoldedRequest {
  readonly seq: number;
  readonly state: RequestState;
}

interface ParkedRow {
  readonly seq: number;
  readonly state: string;
}

/** No more are in memory, at some kilobytes each; at least half of them, those that moved last, stay. */
const MOST_IN_MEMORY = 50_000;

const PARKED = 'parkedRequest';

/** Every request of the log, folded as its entries come by. Those that have not moved for long are in a temporary table. */
export class RequestFolds {
  readonly #session: SqlSession;
  readonly #findings: Pick<Findings, 'log'>;
  readonly #most: number;
  readonly #parker: RowAdder;
  /** By their streams; the one that moved last stands last. */
  readonly #recent = new Map<string, FoldedRequest>();
  /** The place in the table, by stream. */
  readonly #parked = new Map<string, number>();

  private constructor(
    session: SqlSession,
    findings: Pick<Findings, 'log'>,
    { most, parker }: { readonly most: number; readonly parker: RowAdder },
  ) {
    this.#session = session;
    this.#findings = findings;
    this.#most = most;
    this.#parker = parker;
  }

  static async make(
    session: SqlSession,
    findings: Pick<Findings, 'log'>,
    most = MOST_IN_MEMORY,
  ): Promise<RequestFolds> {
    await session.run(`DROP TABLE IF EXISTS "${PARKED}"`);
    await session.run(
      `CREATE TEMPORARY TABLE "${PARKED}" AS SELECT "seq", "state" FROM "request" WHERE 1 = 0`,
    );
    await session.run(`CREATE UNIQUE INDEX "${PARKED}BySeq" ON "${PARKED}" ("seq")`);
    const parker = session.adder(PARKED, ['seq', 'state']);
    return new RequestFolds(session, findings, { most, parker });
  }

  /** What does not follow from the entries before it is left out. */
  async add(record: RequestRecord): Promise<void> {
    const { stream } = record;
    const before = this.#recent.get(stream) ?? (await this.#fetch(stream));
    const folded = this.#next(before, record) ?? before;
    if (folded) await this.#keep(stream, folded);
  }

  async *finish(): AsyncGenerator<FoldedRequest> {
    await this.#parker.end();
    for await (const row of this.#session.rows<ParkedRow>(`SELECT "seq", "state" FROM "${PARKED}"`))
      yield foldedOf(row);
    yield* this.#recent.values();
  }

  #next(
    before: FoldedRequest | undefined,
    { stream, seq, version, at, entry }: RequestRecord,
  ): FoldedRequest | null {
    if (version !== (before?.state.version ?? 0) + 1) return null;
    try {
      return { seq: before?.seq ?? seq, state: evolve(before?.state, entry, at) };
    } catch {
      this.#findings.log(String(seq), `does not follow from what is before it in ${stream}`);
      return null;
    }
  }

  async #keep(stream: string, folded: FoldedRequest): Promise<void> {
    this.#recent.delete(stream);
    this.#recent.set(stream, folded);
    if (this.#recent.size > this.#most) await this.#parkHalf();
  }

  async #parkHalf(): Promise<void> {
    for (const [stream, { seq, state }] of this.#recent) {
      if (this.#recent.size <= this.#most / 2) return;
      this.#recent.delete(stream);
      this.#parked.set(stream, seq);
      await this.#parker.add([seq, JSON.stringify(state)]);
    }
  }

  /** Takes it out of the table, if it is there. */
  async #fetch(stream: string): Promise<FoldedRequest | undefined> {
    const seq = this.#parked.get(stream);
    if (seq === undefined) return undefined;
    this.#parked.delete(stream);
    await this.#parker.end();
    const row = await firstRow<ParkedRow>(
      this.#session,
      `SELECT "seq", "state" FROM "${PARKED}" WHERE "seq" = ${seq}`,
    );
    await this.#session.run(`DELETE FROM "${PARKED}" WHERE "seq" = ?`, [seq]);
    return row && foldedOf(row);
  }
}

const foldedOf = ({ seq, state }: ParkedRow): FoldedRequest => ({
  seq,
  state: JSON.parse(state) as RequestState,
});
