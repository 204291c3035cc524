import type Database from 'libsql';
import type { EntryRow, TimerRow } from './rows.ts';

/** Writes when streams change next, in the transaction of the batch. */
export class TimerWriter {
  readonly #set;
  readonly #put;
  readonly #stop;

  constructor(db: Database.Database) {
    const seq = `(SELECT "seq" FROM "entry" WHERE "stream" = ? AND "version" = 1)`;
    this.#set = db.prepare('INSERT INTO "timer" ("seq", "nextAt") VALUES (?, ?)');
    this.#put = db.prepare(
      `INSERT INTO "timer" ("seq", "nextAt") VALUES (${seq}, ?) ON CONFLICT DO UPDATE SET "nextAt" = excluded."nextAt"`,
    );
    this.#stop = db.prepare(`DELETE FROM "timer" WHERE "seq" = ${seq}`);
  }

  /** After the entries: a timer has the place of its stream's first one. */
  write({
    timers,
    entries,
  }: {
    readonly timers: readonly TimerRow[];
    readonly entries: readonly EntryRow[];
  }): void {
    const begun = new Map(
      entries.flatMap(({ stream, version, seq }) => (version === 1 ? [[stream, seq] as const] : [])),
    );
    for (const { stream, nextAt } of timers) {
      const seq = begun.get(stream);
      if (nextAt === null) {
        if (seq === undefined) this.#stop.run(stream);
      } else if (seq === undefined) this.#put.run(stream, nextAt);
      else this.#set.run(seq, nextAt);
    }
  }
}
