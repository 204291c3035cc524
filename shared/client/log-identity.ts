import type { LogIdentity } from '../log/log-watch.ts';
import { parseVerifierKey } from '../log/verifier-key.ts';
import { sha256, verify } from '../system/node-crypto.ts';
import type { Identity } from './identity.ts';

/** The log that was pinned on joining, ready to check what claims to be it. */
export function logIdentity({ log }: Pick<Identity, 'log'>): LogIdentity {
  const key = parseVerifierKey(sha256, log.key);
  if (!key.ok || key.value.name !== log.origin)
    throw new Error('The pinned key of the log is damaged. Join the service again.');
  return { key: key.value, sha256, verify };
}
