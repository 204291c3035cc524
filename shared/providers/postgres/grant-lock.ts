import { createHmac } from 'node:crypto';
import type { PostgresConfig } from './settings.ts';

/**
 * The number of the advisory lock that a grant and its revocation take in turn, as decimal text of a signed 64-bit
 * integer. Any database user may take any advisory lock, so the number is one that only a runner can work out.
 */
export function grantLock(config: Pick<PostgresConfig, 'password'>, role: string): string {
  return createHmac('sha256', config.password).update(role).digest().readBigInt64BE().toString();
}
