import type { Caller } from '../../api/api.ts';
import { askOwners } from '../../domain/organisation/ask-owners.ts';
import { refuse, type Refusal } from '../../domain/refusal.ts';
import type { Parts } from './parts.ts';

/** Null when the caller's runners may serve the pool. */
export function checkPool(
  { organisation, builtInRunner }: Pick<Parts, 'organisation' | 'builtInRunner'>,
  caller: Caller,
  pool: string,
): Refusal | null {
  // By identity: nobody can come by this object over the wire, whatever ids people.yaml has.
  if (caller === builtInRunner) return null;
  if (organisation.member(caller.memberId)?.pools.includes(pool) ?? false) return null;
  const help = askOwners(organisation.current, caller.memberId, 'namePool');
  return refuse('notAllowed', 'poolNotTheirs', { pool, help });
}
