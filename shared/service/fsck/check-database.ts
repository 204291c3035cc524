import { rootOf } from '../../log/compact-range.ts';
import { sha256 } from '../../system/node-crypto.ts';
import type { SqlSession } from '../store/sql-session.ts';
import { checkLog } from './check-log.ts';
import { BlobCheck, checkMarks, checkStrays } from './check-rest.ts';
import { compare } from './compare.ts';
import { Findings } from './findings.ts';
import { OtherFolds } from './fold-others.ts';
import { RequestFolds } from './fold-requests.ts';
import { MadeAnew, PROJECTIONS } from './made-anew.ts';
import { fileAgain, rebuild } from './rebuild.ts';

export interface CheckOptions {
  readonly rebuild: boolean;
  /** No more of them at a time. */
  readonly requestsInMemory?: number;
}

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
 * Checks a service's database: the log by its own hashes, and every table that is computed from it against what it says. With
 * `rebuild` those tables are made anew, unless the log itself is damaged: then nothing is written, since what is computed from
 * it would be wrong with it. Secrets (sealed credentials, hashes of invites' codes), until when a grant is leased and what
 * runners returned are in no entry: they stay as they are where their grant, device or invite is still there.
 *
 * All of it is in the transaction of the session, which its caller sees to that nobody else writes in meanwhile.
 */
export async function checkDatabase(session: SqlSession, options: CheckOptions): Promise<Checked> {
  const { log, requests, findings } = await readAll(session, options);
  const isRebuilt = options.rebuild && findings.count > 0 && findings.ofLog === 0;
  if (isRebuilt) {
    await fileAgain(session, log.misfiled);
    await rebuild(session, log, findings);
  }
  const root = Buffer.from(rootOf(sha256, log.tip.range)).toString('hex');
  return { entries: log.size, requests, root, findings, isRebuilt };
}

/** Computes everything again into temporary tables, and compares. */
async function readAll(session: SqlSession, { requestsInMemory }: CheckOptions) {
  const findings = new Findings();
  const anew = await MadeAnew.make(session);
  const blobs = new BlobCheck(findings);
  const others = new OtherFolds(findings);
  const folds = new RequestFolds(anew, findings, requestsInMemory);
  const log = await checkLog(session, findings, {
    request: (record) => folds.add(record),
    other: (record) => {
      others.addEntry(record);
      blobs.addEntry(record);
    },
    nodes: (nodes) => anew.addNodes(nodes),
  });
  await blobs.finish(session.rows('SELECT "hash", "text" FROM "blob"'));
  await anew.addOthers(others.finish());
  const requests = await folds.finish();
  await anew.finish();
  for (const projection of PROJECTIONS) await compare(session, findings, projection);
  await checkStrays(session, findings);
  await checkMarks(session, findings, log);
  return { log, requests, findings };
}
