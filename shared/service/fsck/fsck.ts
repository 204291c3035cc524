import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type Database from 'libsql';
import { err, ok, type Result } from '../../lib/result.ts';
import { rootOf } from '../../log/compact-range.ts';
import { sha256 } from '../../system/node-crypto.ts';
import { tryLockFolder } from '../store/lock-folder.ts';
import { migrationsProblem } from '../store/migrate.ts';
import { openDatabase } from '../store/open-database.ts';
import { checkLog } from './check-log.ts';
import { BlobCheck, checkMarks, checkStrays } from './check-rest.ts';
import { compare } from './compare.ts';
import { Findings } from './findings.ts';
import { OtherFolds } from './fold-others.ts';
import { foldRequests } from './fold-requests.ts';
import { MadeAnew, PROJECTIONS } from './made-anew.ts';
import { fileAgain, rebuild } from './rebuild.ts';

export interface Checked {
  readonly entries: number;
  readonly requests: number;
  /** Hex, of the log as it is. */
  readonly root: string;
  readonly findings: Findings;
  /** What was not as the log says was made anew. */
  readonly isRebuilt: boolean;
}

/**
 * Checks the data folder of a service that is stopped: the log by its own hashes, and every table that is computed from it
 * against what it says. With `rebuild` those tables are made anew, in one transaction, unless the log itself is damaged:
 * then nothing is written, since what is computed from it would be wrong with it. Secrets (sealed credentials, hashes of
 * tokens and invites), until when a grant is leased and what runners returned are in no entry: they stay as they are where
 * their grant, device or invite is still there.
 *
 * An error is a sentence. Throws when the database cannot be read or written.
 */
export function fsck(dataDir: string, options: { readonly rebuild: boolean }): Result<Checked, string> {
  const file = join(dataDir, 'service.db');
  if (!existsSync(file)) return err('there is no service.db in it.');
  const lock = tryLockFolder(dataDir);
  if (!lock.ok) return err('a service uses it. Stop it first: what it is writing would look like damage.');
  try {
    const unfit = migrationsProblem(file);
    if (unfit !== null) return err(`its database ${unfit}.`);
    const db = openDatabase(file);
    try {
      return ok(check(db, options));
    } finally {
      db.pragma('wal_checkpoint(TRUNCATE)');
      db.close();
    }
  } finally {
    lock.value.release();
  }
}

function check(db: Database.Database, options: { readonly rebuild: boolean }): Checked {
  const { log, requests, findings } = readAll(db);
  const isRebuilt = options.rebuild && findings.count > 0 && findings.ofLog === 0;
  if (isRebuilt) {
    // An entry that is not found where it belongs is missing from what was computed.
    if (log.misfiled.length > 0) {
      fileAgain(db, log.misfiled);
      readAll(db);
    }
    rebuild(db, log);
  }
  const root = Buffer.from(rootOf(sha256, log.tip.range)).toString('hex');
  return { entries: log.size, requests, root, findings, isRebuilt };
}

/** Computes everything again into temporary tables, and compares. */
function readAll(db: Database.Database) {
  const findings = new Findings();
  const anew = new MadeAnew(db);
  const blobs = new BlobCheck(db, findings);
  const others = new OtherFolds();
  const log = checkLog(db, findings, {
    entry: (record) => {
      others.addEntry(record);
      blobs.addEntry(record);
    },
    nodes: (nodes) => anew.addNodes(nodes),
  });
  blobs.finish();
  anew.addOthers(others.finish(), others);
  let requests = 0;
  for (const folded of foldRequests(db)) {
    anew.addRequest(folded);
    requests += 1;
  }
  anew.addLeases();
  for (const projection of PROJECTIONS) compare(db, findings, projection);
  checkStrays(db, findings);
  checkMarks(db, findings, log);
  return { log, requests, findings };
}
