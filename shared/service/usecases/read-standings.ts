import type { RequestFacts } from '../../domain/request/request.ts';
import { standingOf, unreadableStanding, type Standing } from '../../domain/request/standing.ts';
import type { Instant } from '../../lib/time.ts';
import type { ServiceStore } from '../store/service-store.ts';
import type { Parts } from './parts.ts';

/** What the organisation in force, when it is asked, says of a request. */
export type Standings = (facts: RequestFacts, at: Instant) => Standing;

/**
 * Reads the versions that these requests were made under, which never change; what is in force is looked at when the
 * command is decided.
 */
export async function readStandings(
  { organisation, bonds }: Pick<Parts, 'organisation' | 'bonds'>,
  store: Pick<ServiceStore, 'states'>,
  requestIds: readonly string[],
): Promise<Standings> {
  const states = await store.states(requestIds);
  const versions = new Set([...states.values()].map(({ facts }) => facts.organisationVersion));
  const read = await Promise.all(
    [...versions].map(async (version) => [version, await organisation.at(version)] as const),
  );
  const then = new Map(read);
  return (facts, at) => {
    const made = then.get(facts.organisationVersion);
    if (!made) throw new Error(`version ${facts.organisationVersion} of the organisation was not read`);
    const { current } = organisation;
    if (!made.ok) return unreadableStanding(facts, current);
    const conflicted = bonds.conflicted(current, facts.requester, at);
    return standingOf(facts, { then: made.value, now: current }, { conflicted, at });
  };
}
