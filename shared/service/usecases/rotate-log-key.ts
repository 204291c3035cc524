import type { Caller } from '../../api/api.ts';
import { ONLY_OWNERS_ROTATE } from '../../domain/organisation/decide-organisation.ts';
import { err } from '../../lib/result.ts';
import type { Accepted } from './accept-statement.ts';
import { commandOrganisation } from './command-organisation.ts';
import { orThrow } from './or-throw.ts';
import type { Parts } from './parts.ts';

/** Makes the key that the log is to get. It signs nothing before an owner has said so. */
export async function newLogKey(
  { organisation, keys }: Pick<Parts, 'organisation' | 'keys'>,
  { memberId }: Caller,
): Promise<{ logKey: string }> {
  if (!organisation.isOwner(memberId)) return orThrow(err(ONLY_OWNERS_ROTATE));
  return { logKey: keys.offer() };
}

/** From here on the log is signed by this key. All are told, and each client takes it over by itself. */
export const rotateLogKey = (
  { keys, ...parts }: Pick<Parts, 'commits' | 'organisation' | 'keys'>,
  accepted: Accepted<'rotateLogKey'>,
): Promise<void> => {
  const { logKey, follows } = accepted.body;
  return commandOrganisation(parts, accepted, (byOwner) => ({
    ...{ type: 'rotateLogKey', logKey, follows, byOwner },
    isHere: byOwner && keys.has(logKey),
  }));
};
