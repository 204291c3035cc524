import type Database from 'libsql';
import type { EffectChange } from './rows.ts';

/** Writes what is to be done after the commit, in the transaction of the batch. */
export class EffectWriter {
  readonly #add;
  readonly #put;
  readonly #remove;

  constructor(db: Database.Database) {
    // The same key again is the same effect.
    this.#add = db.prepare(
      `INSERT INTO "effect" ("key", "kind", "stream", "dueAt", "attempts", "body", "lastError")
        VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    );
    this.#put = db.prepare(
      `UPDATE "effect" SET "dueAt" = ?, "attempts" = ?, "body" = ?, "lastError" = ? WHERE "key" = ?`,
    );
    this.#remove = db.prepare('DELETE FROM "effect" WHERE "key" = ?');
  }

  write(changes: readonly EffectChange[]): void {
    for (const change of changes) {
      if (change.type === 'done') {
        this.#remove.run(change.key);
        continue;
      }
      const { key, kind, stream, dueAt, attempts, body, lastError } = change.effect;
      const text = JSON.stringify(body);
      if (change.type === 'add') this.#add.run(key, kind, stream, dueAt, attempts, text, lastError);
      else this.#put.run(dueAt, attempts, text, lastError, key);
    }
  }
}
