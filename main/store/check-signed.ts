import type { LogAlarm } from '../../shared/log/log-alarm.ts';
import type Database from 'libsql';
import { signatureFits, signatureFitsInThread } from '../../shared/system/signature-fits.ts';
import {
  judgeRecord,
  type EntryFault,
  type Placed,
  type ReadersTools,
} from '../../shared/domain/statements/judge-record.ts';
import { plainEvidence } from '../../shared/domain/statements/plain-evidence.ts';
import { alarmKindOf, sayFault } from '../../shared/domain/statements/say-fault.ts';
import { keptSaid } from '../../shared/formats/wire/kept-said.ts';
import { readRecord, recordHead } from '../../shared/formats/wire/read-record.ts';
import { inclusionProof } from '../../shared/log/tree.ts';
import { sha256 } from '../../shared/system/node-crypto.ts';
import { forgetAuthority } from './authority-before.ts';
import { prepared } from './prepared.ts';
import { readMeta } from './prepare-history.ts';
import type { StoredLeaf } from './read-entries.ts';
import { SignedSoFar } from './signed-so-far.ts';

/** An entry of the signed log that is not to be believed, and the proof that it is one. */
export interface WrongEntry {
  readonly kind: 'entry' | 'seen';
  readonly sentence: string;
  readonly told: LogAlarm['told'];
  readonly seq: number;
  readonly text: string;
  readonly inclusion: readonly Uint8Array[];
}

/** Which entries: of the log `log`, those below `size`, which is that of a signed head. */
export interface SignedPart {
  readonly log: string;
  readonly size: number;
  /** How its organisation was founded, as it was pinned; null where that is not known. */
  readonly founding: string | null;
}

interface Row extends StoredLeaf {
  readonly seq: number;
}

type AnyRow = Omit<Row, 'text'> & { readonly text: string | null; readonly leafHash: string };

type Fits = ReadersTools['fits'];

/** How far it was checked, and the first that is not to be believed. */
export interface CheckedPart {
  readonly checked: number;
  readonly wrong: WrongEntry | null;
}

export const checkedSize = (db: Database.Database): number => Number(readMeta(db, 'checked') ?? 0);

/**
 * Checks at most `most` entries, those after the ones that were checked before: whether each that may be read here is what
 * somebody signed, or follows. Goes on behind the last that is; `wrong` is the first that is not. Signatures are verified in
 * threads, while the rest is looked at as if they fitted; nothing is written before all do. Nobody else may use the database until it
 * has settled.
 */
export async function checkSigned(
  db: Database.Database,
  part: SignedPart,
  most: number,
): Promise<CheckedPart> {
  const fitting: Promise<boolean>[] = [];
  const fitsLater: Fits = (toCheck) => {
    const fits = signatureFitsInThread(toCheck);
    // Told to whoever waits for all of them.
    fits.catch(() => undefined);
    fitting.push(fits);
    return true;
  };
  db.exec('BEGIN');
  try {
    const found = checkNext(db, part, { most, fits: fitsLater });
    const isAll = (await Promise.all(fitting)).every((fits) => fits);
    db.exec(isAll ? 'COMMIT' : 'ROLLBACK');
    if (isAll) return found;
  } catch (fault) {
    if (db.inTransaction) db.exec('ROLLBACK');
    throw fault;
  }
  // Which is the first, and what is wrong with it, is found in their order.
  return db.transaction(() => checkNext(db, part, { most, fits: signatureFits }))() as CheckedPart;
}

function checkNext(
  db: Database.Database,
  part: SignedPart,
  { most, fits }: { readonly most: number; readonly fits: Fits },
): CheckedPart {
  const from = checkedSize(db);
  const to = Math.min(part.size, from + most);
  const rows = prepared(
    db,
    'SELECT seq, leaf_hash AS leafHash, text, said FROM entries WHERE seq >= ? AND seq < ? ORDER BY seq',
  ).all(from, to) as AnyRow[];
  const { wrong } = checkRows(db, part, { rows, fits });
  const checked = wrong ? wrong.seq : Math.max(from, to);
  prepared(db, "INSERT INTO meta VALUES ('checked', ?) ON CONFLICT DO UPDATE SET value = excluded.value").run(
    String(checked),
  );
  return { checked, wrong };
}

/** The same for all entries of a request of which some could not be read before. */
export function checkFilledIn(db: Database.Database, part: SignedPart, requestId: string): WrongEntry | null {
  const rows = prepared(
    db,
    'SELECT seq, leaf_hash AS leafHash, text, said FROM entries WHERE request_id = ? AND seq < ? ORDER BY seq',
  ).all(requestId, part.size) as AnyRow[];
  return checkRows(db, part, { rows, fits: signatureFits }).wrong;
}

function checkRows(
  db: Database.Database,
  part: SignedPart,
  { rows, fits }: { readonly rows: readonly AnyRow[]; readonly fits: Fits },
): { readonly wrong: WrongEntry | null } {
  const known = new SignedSoFar(db, part.log);
  for (const row of rows) {
    const { seq, text, said } = row;
    known.takeInLeaf(row);
    if (text === null || plainEvidence(text, seq, known.levelBefore(seq))) continue;
    const read = readRecord(sha256, { text, said: keptSaid(said) ?? [] });
    if (read.kind === 'unknown') {
      known.takeInNewer(seq, recordHead(read.raw));
      continue;
    }
    const placed = { seq, record: read.value };
    const tools = { hash: sha256, fits, pinned: part.founding };
    const verdict = judgeRecord(tools, placed, known.before(seq));
    if (verdict.kind === 'fault') {
      const wrong = wrongEntry(known, part, { ...placed, text }, verdict.fault);
      known.flush();
      return { wrong };
    }
    // Whoever it says that did it, it may be anybody.
    if (verdict.kind === 'newer') known.takeInNewer(seq, read.value);
    else known.takeIn(placed, verdict.kind === 'signed' ? verdict.id : null);
  }
  known.flush();
  return { wrong: null };
}

function wrongEntry(
  known: SignedSoFar,
  { size }: SignedPart,
  { text, ...placed }: Placed & { readonly text: string },
  fault: EntryFault,
): WrongEntry {
  const { seq } = placed;
  const inclusion = inclusionProof(sha256, { index: seq, size }, known.getNode);
  return { kind: alarmKindOf(fault), ...sayFault(fault, placed), seq, text, inclusion };
}

/** Entries from `size` on are to be checked when they are there again. Call inside a transaction. */
export function uncheck(db: Database.Database, size: number): void {
  if (checkedSize(db) <= size) return;
  db.prepare("UPDATE meta SET value = ? WHERE key = 'checked'").run(String(size));
  db.prepare("DELETE FROM meta WHERE key IN ('signed', 'founded') AND CAST(value AS INTEGER) >= ?").run(size);
  forgetAuthority(db, size);
  db.prepare('DELETE FROM signers WHERE since >= ?').run(size);
  db.prepare('UPDATE signers SET until = NULL WHERE until >= ?').run(size);
  db.prepare('DELETE FROM statements WHERE seq >= ?').run(size);
  db.prepare('DELETE FROM nodes WHERE (idx + 1) * (1 << level) > ?').run(size);
}
