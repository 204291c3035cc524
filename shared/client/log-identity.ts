import type { LogIdentity } from '../log/log-watch.ts';
import { parseVerifierKey } from '../log/verifier-key.ts';
import { sha256, verify } from '../system/node-crypto.ts';
import type { Identity } from './identity.ts';

/** The log that was pinned on joining, ready to check what claims to be it. */
/** A log as it was pinned on joining. `founding`: of the organisation's founding statement, in hex; null where there is none. */
export type PinnedLog = LogIdentity & { readonly founding?: string | null };

export function logIdentity({
  log,
  founding,
}: Pick<Identity, 'log'> & Partial<Pick<Identity, 'founding'>>): PinnedLog {
  const key = parseVerifierKey(sha256, log.key);
  if (!key.ok || key.value.name !== log.origin)
    throw new Error('The pinned key of the log is damaged. Join the service again.');
  return { key: key.value, sha256, verify, founding: founding ?? null };
}
