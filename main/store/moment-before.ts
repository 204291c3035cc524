import type Database from 'libsql';
import {
  afterMoment,
  afterNewerMoment,
  NO_MOMENT,
  type MomentSoFar,
} from '../../shared/domain/statements/moment-so-far.ts';
import { prepared } from './prepared.ts';
import { storedLine, type StoredLeaf } from './read-entries.ts';
import type { Signers } from './signers.ts';

/** What the replica says of the commit in which an entry stands: read back to the last entry of another moment. */
export function momentBefore(db: Database.Database, signers: Signers, before: number): MomentSoFar {
  const lines = [];
  for (let seq = before; ;) {
    const row = prepared(
      db,
      'SELECT seq, text, said FROM entries WHERE seq < ? AND text IS NOT NULL ORDER BY seq DESC LIMIT 1',
    ).get(seq) as (StoredLeaf & { readonly seq: number }) | undefined;
    if (!row) break;
    seq = row.seq;
    const line = { ...storedLine(row), seq };
    lines.unshift(line);
    if (line.at !== lines.at(-1)?.at) break;
  }
  return lines.reduce((moment, { record, at, seq }) => {
    const isKnown = record && !signers.areNewer(record, seq);
    return isKnown ? afterMoment(moment, record) : afterNewerMoment(moment, at);
  }, NO_MOMENT);
}
