import type { SentStatement } from '../../contract/statement-schemas.ts';
import { statementBytes } from '../../domain/statements/statement.ts';
import { logLine } from '../../formats/wire/log-line.ts';
import { sha256 } from '../../system/node-crypto.ts';
import type { EntryRow } from '../store/rows.ts';
import { hashHex } from '../system/hash-hex.ts';
import type { CurrentOrganisation } from './current-organisation.ts';
import type { Founding } from './founding-desk.ts';

/** Takes in what was committed, in order: how the organisation was founded, by what an owner comes back, and the keys of the log. */
export function noteFounding(
  organisation: CurrentOrganisation,
  rows: readonly Pick<EntryRow, 'seq' | 'text' | 'said' | 'type'>[],
): void {
  const founding = foundingIn(rows[0]);
  if (founding) organisation.noteFounding(founding);
  organisation.noteKeys(rows);
}

/** From the first entry of its log; null where that is another, or was signed by nobody. */
function foundingIn(first: Pick<EntryRow, 'seq' | 'text' | 'said'> | undefined): Founding | null {
  if (first?.seq !== 0) return null;
  const { record } = logLine(sha256, first);
  if (record?.entry.type !== 'organisationCreated' || record.signed?.statement.type !== 'foundOrganisation')
    return null;
  const signed = record.signed as SentStatement<'foundOrganisation'>;
  return { id: hashHex(statementBytes(sha256, signed.statement)), signed };
}
