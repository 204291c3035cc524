import type Database from 'libsql';
import { LRUCache } from 'lru-cache';
import type { LogRecord } from '../../shared/domain/entry.ts';
import { prepared } from './prepared.ts';

interface SignerRow {
  /** Null: it joined by an entry that is not known here. */
  readonly person: string | null;
  readonly signingKey: string | null;
}

interface KeptSigner extends SignerRow {
  readonly since: number;
  readonly until: number | null;
}

/** So many devices are kept at a time. */
const MOST_KEPT = 1_000;

/** The devices that joined, as the replica's table has them: for one portion of entries, in which the same few sign again and again. */
export class Signers {
  readonly #db: Database.Database;
  /** Each time that a device joined, the last first. */
  readonly #kept = new LRUCache<string, readonly KeptSigner[]>({ max: MOST_KEPT });

  constructor(db: Database.Database) {
    this.#db = db;
  }

  /** The last that joined under this id before an entry, also where it was removed since. */
  before(deviceId: string, seq: number): KeptSigner | undefined {
    return this.#of(deviceId).find(({ since }) => since < seq);
  }

  /** It joined by an entry that is not known here: what it signed cannot be checked. */
  isNewer(deviceId: string, seq: number): boolean {
    return this.before(deviceId, seq)?.person === null;
  }

  /** Whether nothing that an entry says is to be acted upon, since nobody here knows who signed it. Once it was checked. */
  areNewer({ signed }: LogRecord, seq: number): boolean {
    return signed !== undefined && this.isNewer(signed.statement.device, seq);
  }

  /** It joined by the entry `seq`. */
  add(deviceId: string, seq: number, { person, signingKey }: SignerRow): void {
    const row = [deviceId, person, signingKey, seq];
    prepared(this.#db, 'INSERT OR REPLACE INTO signers VALUES (?, ?, ?, ?, NULL)').run(...row);
    this.#kept.delete(deviceId);
  }

  /** It was removed by the entry `seq`. */
  remove(deviceId: string, seq: number): void {
    prepared(
      this.#db,
      'UPDATE signers SET until = ? WHERE device_id = ? AND since < ? AND until IS NULL',
    ).run(seq, deviceId, seq);
    this.#kept.delete(deviceId);
  }

  #of(deviceId: string): readonly KeptSigner[] {
    const known = this.#kept.get(deviceId);
    if (known) return known;
    const rows = prepared(
      this.#db,
      'SELECT person, signing_key AS signingKey, since, until FROM signers WHERE device_id = ? ORDER BY since DESC',
    ).all(deviceId) as KeptSigner[];
    this.#kept.set(deviceId, rows);
    return rows;
  }
}
