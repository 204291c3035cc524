import type { LogIdentity } from '../log/log-watch.ts';
import { parseVerifierKey, type VerifierKey } from '../log/keys.ts';
import { sha256, verify } from '../system/node-crypto.ts';
import { told } from '../words/told.ts';
import { ToldError } from '../words/told-error.ts';
import type { Identity } from './identity.ts';

/** A log as it was pinned on joining. `founding`: of the organisation's founding statement, in hex; null where there is none. */
export type PinnedLog = LogIdentity & { readonly founding?: string | null };

/** The log that was pinned on joining, ready to check what claims to be it. */
export function logIdentity({
  log,
  founding,
}: Pick<Identity, 'log'> & Partial<Pick<Identity, 'founding'>>): PinnedLog {
  const [key, ...earlier] = [log.key, ...(log.earlier ?? [])].map((text) => parsed(text, log.origin));
  if (!key) throw new Error('a log has a key');
  return { key, earlier, sha256, verify, founding: founding ?? null };
}

function parsed(text: string, origin: string): VerifierKey {
  const key = parseVerifierKey(sha256, text);
  if (!key.ok || key.value.name !== origin) throw new ToldError(told('pinnedKeyDamaged'));
  return key.value;
}
