import { canonicalText } from '../../lib/canonical-json.ts';
import { sealSaid, type Hash, type LeafText, type SaidText } from '../../lib/said.ts';
import type { LogRecord } from '../entry.ts';
import { sealedStatement } from './statement.ts';

/**
 * The leaf that a record is: what `sealSaid` makes of it, with the statement as it was sealed when its signature was checked. Of
 * canonical JSON, whose keys are in order, that is the part between those two that are written here. Pure.
 */
export function sealRecord(
  hash: Hash,
  { v, seq, stream, version, at, actor, entry, signed }: LogRecord,
): LeafText {
  const placed = { stream, v, version };
  if (!signed) return sealSaid(hash, { actor, at, entry, seq, ...placed });
  const { text, said } = sealSaid(hash, { actor, at, entry, seq });
  const statement = sealedStatement(hash, signed.statement);
  const own = `"signed":{"signature":${JSON.stringify(signed.signature)},"statement":${statement.text}}`;
  return {
    text: `${text.slice(0, -1)},${own},${canonicalText(placed).slice(1)}`,
    said: [...said, ...statement.said.filter((each) => !said.some(isSame(each)))],
  };
}

const isSame =
  ({ salt, text }: SaidText) =>
  (other: SaidText): boolean =>
    other.salt === salt && other.text === text;
