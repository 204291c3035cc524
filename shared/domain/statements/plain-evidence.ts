import type { Entry, LogRecord } from '../entry.ts';
import { evidenceOf } from './evidence-of.ts';

/** What happens to access once it was approved: most entries of a log. Nothing of it has to be known to judge what comes later. */
const PLAIN: ReadonlySet<Entry['type']> = new Set<Entry['type']>([
  ...(['grantActivating', 'grantActivated', 'grantFailed', 'grantEnding', 'grantRevoked'] as const),
  ...(['grantOverdue', 'grantFoundThere', 'revocationTaken', 'revocationFailed'] as const),
]);

/**
 * How an entry is known that nobody signed and nobody has to sign, from its leaf's text: so that it need not be read in full,
 * which takes ten times as long. Null: it is not as simple, and is to be judged. Once people sign, which is to be known before.
 */
export function plainEvidence(text: string, seq: number): 'computed' | 'imported' | null {
  if (text.includes('"signed":{')) return null;
  const raw = parse(text);
  if (raw?.v !== 3 || raw.seq !== seq || typeof raw.actor !== 'string') return null;
  const { actor, entry } = raw;
  if (typeof entry !== 'object' || entry === null || !PLAIN.has(entry.type)) return null;
  const evidence = evidenceOf({ actor, entry });
  return evidence === 'signed' ? null : evidence;
}

/** Whatever it says it is. */
function parse(text: string): Partial<LogRecord> | null {
  try {
    return JSON.parse(text) as Partial<LogRecord> | null;
  } catch {
    return null;
  }
}
