import type { EntryFault, Placed, Verdict } from '../domain/statements/judge-record.ts';
import { plainEvidence } from '../domain/statements/plain-evidence.ts';
import { ReadersFold } from '../domain/statements/readers-fold.ts';
import { alarmKindOf, sayFault } from '../domain/statements/say-fault.ts';
import { readRecord, recordHead } from '../formats/wire/read-record.ts';
import { hexOf } from '../lib/hex-of.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { alarmOfEntry, type LogAlarm } from '../log/log-alarm.ts';
import type { TrustedHead } from '../log/log-watch.ts';
import { PrefixRoots } from '../log/prefix-roots.ts';
import { inclusionProof } from '../log/tree.ts';
import { leafHashOf } from './append-items.ts';
import type { KeptLog } from './log-files.ts';
import type { PinnedLog } from './log-identity.ts';
import { PackedHashes } from '../log/hashes.ts';
import { signatureFits } from '../system/signature-fits.ts';

/** How many of the entries that may be read are known in which way: see `Verdict`. `newer`: or made by a newer Latchkey. */
export type SignatureCounts = Readonly<Record<Exclude<Verdict['kind'], 'fault'>, number>>;

/**
 * Whether each entry that may be read is what somebody signed, or follows from others: for entries that were found to be those
 * of the signed log. `from`: those before were found to be so already, and are only remembered. `trusted`: what was believed
 * until now. An alarm is of the first that is not. Throws where the entries do.
 */
export async function checkSignatures(
  log: PinnedLog,
  kept: KeptLog,
  { from, trusted }: { readonly from: number; readonly trusted: TrustedHead },
): Promise<Result<SignatureCounts, LogAlarm>> {
  const hashes = new PackedHashes();
  const roots = new PrefixRoots(log.sha256, hashes.at);
  const fold = new ReadersFold(
    {
      ...{ hash: log.sha256, pinned: log.founding ?? null },
      fits: (toCheck) => hashes.size < from || signatureFits(toCheck),
    },
    { log: log.key.name, rootAt: (size) => hexOf(roots.rootAt(size)) },
  );
  const counts = { signed: 0, computed: 0, imported: 0, earlier: 0, newer: 0, unchecked: 0 };
  let wrong: (Placed & { readonly fault: EntryFault; readonly text: string }) | null = null;
  for await (const entry of kept.entries()) {
    const { text, said } = entry;
    // After a fault the rest is only for the proof that it is one of the log.
    const plain = text === null ? null : plainEvidence(text, hashes.size, fold.level);
    if (text === null) fold.readHidden(hashes.size);
    else if (plain && !wrong && fold.readPlain(plain)) counts[plain.evidence] += 1;
    else if (!wrong) {
      const read = readRecord(log.sha256, { text, said });
      const placed = read.kind === 'known' ? { seq: hashes.size, record: read.value } : null;
      const verdict = placed ? fold.read(placed) : NEWER;
      if (!placed) fold.readNewer(hashes.size, recordHead(read.kind === 'unknown' ? read.raw : null));
      if (verdict.kind !== 'fault') counts[verdict.kind] += 1;
      else if (placed) wrong = { ...placed, fault: verdict.fault, text };
    }
    hashes.push(leafHashOf(log, entry));
  }
  if (!wrong) return ok(counts);
  const { seq, fault, text } = wrong;
  const inclusion = inclusionProof(log.sha256, { index: seq, size: hashes.size }, roots.getNode);
  const what = { kind: alarmKindOf(fault), ...sayFault(fault, wrong) } as const;
  return err(alarmOfEntry(what, { seq, text, inclusion }, { trusted, head: kept.trusted }));
}

const NEWER = { kind: 'newer' } as const;
