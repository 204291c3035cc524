import { proofOutput } from '../contract/api-schemas.ts';
import type { Result } from '../lib/result.ts';
import type { LogAlarm } from '../log/log-alarm.ts';
import { advanceByProof, type LogIdentity, type TrustedHead } from '../log/log-watch.ts';
import type { Client } from './create-client.ts';

/**
 * Entries that were fetched anew, as `next`, must continue what was verified `earlier`. Where the two heads alone show that
 * they do not, the service is not asked: for a shorter log there is no proof, and who shortened it need not answer.
 */
export async function checkContinues(
  log: LogIdentity,
  source: Pick<Client['api']['log'], 'consistency'>,
  { earlier, next }: { readonly earlier: TrustedHead; readonly next: TrustedHead },
): Promise<Result<TrustedHead, LogAlarm>> {
  const note = next.note ?? '';
  if (next.size <= earlier.size) return advanceByProof(log, earlier, { note, proof: [] });
  const answer = await source.consistency.query({ from: earlier.size, to: next.size });
  const proof = proofOutput.parse(answer).hashes.map((hash) => new Uint8Array(Buffer.from(hash, 'hex')));
  return advanceByProof(log, earlier, { note, proof });
}
