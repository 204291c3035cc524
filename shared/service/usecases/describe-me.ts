import type { Caller } from '../../api/api.ts';
import type { Me } from '../../contract/api-types.ts';
import { PROTOCOL_FLOOR, PROTOCOL_VERSION } from '../../contract/protocol-version.ts';
import { RefusalError } from '../../contract/refusal-error.ts';
import { refuse } from '../../domain/refusal.ts';
import type { Parts } from './parts.ts';

/** Who the caller is here, and what they joined. */
export function describeMe(
  { organisation, time, addresses }: Pick<Parts, 'organisation' | 'time' | 'addresses'>,
  { memberId, deviceId }: Caller,
): Me {
  const member = organisation.member(memberId);
  if (!member) throw new RefusalError(refuse('notAllowed', 'notInOrganisation'));
  const { id, name, kind, pools } = member;
  const { current, log } = organisation;
  return {
    me: { id, name, kind, isOwner: organisation.isOwner(id), pools: [...pools] },
    deviceId,
    organisation: {
      name: log.name,
      version: current.version,
      origin: log.origin,
      logKey: log.logKey,
      ...(organisation.founding && { founding: organisation.founding.id }),
      people: Object.values(current.members).filter((each) => each.kind === 'person').length,
      ...(addresses.advertised.length > 0 && { addresses: [...addresses.advertised] }),
    },
    protocol: { version: PROTOCOL_VERSION, floor: PROTOCOL_FLOOR },
    serverTime: time.now(),
  };
}
