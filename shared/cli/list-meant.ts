import { listEvery } from '../client/list-every.ts';
import { grantsOf, type RequestedGrant } from '../domain/request/grants-of.ts';
import type { RequestState } from '../domain/request/request.ts';
import type { MemberSession } from './member-session.ts';

/** Whose access is meant; absent: everybody's, from every provider. */
export interface Meant {
  readonly person?: string;
  readonly provider?: string;
}

/** One access that is meant, as it was listed last. */
export interface MeantGrant extends RequestedGrant {
  readonly facts: RequestState['facts'];
}

export interface Listed {
  /** What is meant and not over. */
  readonly grants: readonly MeantGrant[];
  /** How many requests only a newer Latchkey knows: nobody can tell whether they are meant. */
  readonly unknown: number;
  /** Of all that runs, meant or not. */
  readonly people: ReadonlySet<string>;
  readonly providers: ReadonlySet<string>;
}

/** What is meant and not over, and whom and what everything that runs names. */
export async function listMeant(
  api: MemberSession['api'],
  { person, provider }: Meant,
  signal?: AbortSignal,
): Promise<Listed> {
  const { known, unknown } = await listEvery(api, { scope: 'running', open: true }, signal);
  const people = new Set<string>();
  const providers = new Set<string>();
  // What changed while it was listed may be there twice: the later one counts.
  const byId = new Map<string, MeantGrant>();
  for (const state of known) {
    const { facts } = state;
    people.add(facts.requester);
    for (const { providerId } of facts.entitlements) providers.add(providerId);
    if (person !== undefined && facts.requester !== person) continue;
    for (const each of grantsOf(state))
      if (provider === undefined || each.entitlement.providerId === provider)
        byId.set(each.entitlement.grantId, { facts, ...each });
  }
  const grants = [...byId.values()].filter(
    ({ grant }) => grant.kind !== 'revoked' && grant.kind !== 'failed',
  );
  return { grants, unknown: unknown.length, people, providers };
}
