import type Database from 'libsql';
import type { LogRecord } from '../../shared/domain/entry.ts';
import { prepared } from './prepared.ts';

export interface SignerRow {
  /** Null: it joined by an entry that is not known here. */
  readonly person: string | null;
  readonly signingKey: string | null;
}

interface KeptSigner extends SignerRow {
  readonly until: number | null;
}

export const NOBODY: KeptSigner = { person: null, signingKey: null, until: null };

/** The last that joined under this id before an entry, also where it was removed since. */
export const signerBefore = (db: Database.Database, deviceId: string, seq: number): KeptSigner | undefined =>
  prepared(
    db,
    `SELECT person, signing_key AS signingKey, until FROM signers
     WHERE device_id = ? AND since < ? ORDER BY since DESC LIMIT 1`,
  ).get(deviceId, seq) as KeptSigner | undefined;

/** It joined by an entry that is not known here: what it signed cannot be checked. */
export const isNewerDevice = (db: Database.Database, deviceId: string, seq: number): boolean =>
  signerBefore(db, deviceId, seq)?.person === null;

/** Whether nothing that an entry says is to be acted upon, since nobody here knows who signed it. Once it was checked. */
export const isByNewer = (db: Database.Database, { signed }: LogRecord, seq: number): boolean =>
  signed !== undefined && isNewerDevice(db, signed.statement.device, seq);
