import type { Caller } from '../../contract/api.ts';
import { ONLY_OWNERS_ROTATE } from '../../domain/organisation/decide-organisation.ts';
import { organisationStream } from '../../domain/organisation/organisation-stream.ts';
import { err, ok } from '../../lib/result.ts';
import type { Accepted } from './accept-statement.ts';
import { onceKey } from './once-key.ts';
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
export async function rotateLogKey(
  { commits, organisation, keys }: Pick<Parts, 'commits' | 'organisation' | 'keys'>,
  { caller: { memberId }, body, signed, id }: Accepted<'rotateLogKey'>,
): Promise<void> {
  const { logKey, follows } = body;
  const result = await commits.run<null>({
    key: onceKey({ caller: memberId, id, verb: 'rotateLogKey' }),
    exclusive: true,
    streams: [organisationStream.nameOf('')],
    decide(draft) {
      const byOwner = organisation.isOwner(memberId);
      const decided = draft.carryOut(organisationStream, {
        id: '',
        command: { type: 'rotateLogKey', logKey, follows, byOwner, isHere: byOwner && keys.has(logKey) },
        ...{ actor: memberId, signed },
      });
      return decided.ok ? ok(null) : decided;
    },
  });
  orThrow(result);
}
