import type Database from 'libsql';
import type { LogItem } from '../../shared/contract/api-types.ts';
import { checkFilledIn, type SignedPart, type WrongEntry } from './check-signed.ts';
import { foldRequest } from './index-entries.ts';
import { prepared } from './prepared.ts';
import { saidColumn } from '../../shared/formats/wire/kept-said.ts';
import { requestIdOf } from './request-id-of.ts';
import { storeRequest } from './store-request.ts';

/** Requests of which entries are kept without their text, since this member could not see them then. */
export const tornRequests = (db: Database.Database, most: number): readonly string[] =>
  (prepared(db, 'SELECT request_id AS requestId FROM torn LIMIT ?').all(most) as { requestId: string }[]).map(
    ({ requestId }) => requestId,
  );

/**
 * Puts texts where only their hashes are, which is what the log was verified by, and indexes the request. `items`: each was
 * found to have the hash that it says, and to be bound to what was said in it. What is not known by that hash, or of another request, is left out. Where
 * one of its entries turns out to be none to believe, nothing is taken in, and it is answered.
 */
export function fillIn(
  db: Database.Database,
  requestId: string,
  part: { readonly items: readonly LogItem[]; readonly believed: number } & Omit<SignedPart, 'size'>,
): WrongEntry | null {
  try {
    db.transaction(() => takeIn(db, requestId, part))();
    return null;
  } catch (fault) {
    if (fault instanceof NotBelieved) return fault.wrong;
    throw fault;
  }
}

/** Undoes what was written. */
class NotBelieved extends Error {
  readonly wrong: WrongEntry;

  constructor(wrong: WrongEntry) {
    super(wrong.sentence);
    this.wrong = wrong;
  }
}

function takeIn(
  db: Database.Database,
  requestId: string,
  {
    items,
    believed,
    ...part
  }: { readonly items: readonly LogItem[]; readonly believed: number } & Omit<SignedPart, 'size'>,
): void {
  const put = prepared(
    db,
    'UPDATE entries SET text = ?, said = ?, request_id = ? WHERE seq = ? AND leaf_hash = ? AND text IS NULL AND seq < ?',
  );
  for (const { seq, leafHash, text, said } of items)
    if (requestIdOf(text) === requestId) put.run(text, saidColumn(said), requestId, seq, leafHash, believed);
  const wrong = checkFilledIn(db, { ...part, size: believed }, requestId);
  if (wrong) throw new NotBelieved(wrong);
  const state = foldRequest(db, requestId, believed);
  const row = prepared(db, 'SELECT id FROM requests WHERE request_id = ?').get(requestId) as
    { id: number } | undefined;
  if (state) storeRequest(db, state, { written: row ? { id: row.id, state: null } : null });
  prepared(db, 'DELETE FROM torn WHERE request_id = ?').run(requestId);
}
