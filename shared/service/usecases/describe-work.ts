import type { Work } from '../../contract/api-types.ts';
import { LIMITS } from '../../contract/limits.ts';
import { grantIn } from '../../domain/request/grants-of.ts';
import { isStuck } from '../../domain/grant/is-stuck.ts';
import type { Json, ProviderConfig } from '../../domain/organisation/organisation.ts';
import { ownValue } from '../../lib/own-value.ts';
import type { RequestState } from '../../domain/request/request.ts';
import type { GrantRow } from '../store/rows.ts';
import { leaseUntil } from './lease-until.ts';
import type { Parts } from './parts.ts';

/**
 * What a runner must know to grant or revoke. What is granted is what was approved, where it was approved, so all of it
 * comes from the version of the documents that the request was made under. It is taken away where it was granted, with
 * the provider's files as they are published now; only when that is stuck, the address that is in force now is tried, too.
 *
 * Of a version that cannot be read nothing is granted (null). The runner that granted is told of the end all the same: it
 * knows from its journal where that was. No other is: what is in force may be another target, where nothing is to be found.
 */
export async function describeWork(
  { store, organisation, time }: Pick<Parts, 'store' | 'organisation' | 'time'>,
  { row, state }: { row: GrantRow; state: RequestState },
): Promise<Work | null> {
  const { facts } = state;
  const isToEnd = row.kind === 'revoking' || row.kind === 'revoked';
  const asked = facts.entitlements.find(({ grantId }) => grantId === row.grantId);
  const made = await organisation.at(facts.organisationVersion);
  if (!made.ok && !(isToEnd && row.grantedBy === row.leaseRunner)) return null;
  const then = made.ok ? made.value : organisation.current;
  const entitlement = asked && ownValue(then.entitlements, asked.entitlementId);
  const approved = asked && ownValue(then.providers, asked.providerId);
  const provider =
    approved && isToEnd
      ? toRevokeWith(
          approved,
          ownValue(organisation.current.providers, approved.id),
          isStuck(grantIn(state, row.grantId)),
        )
      : approved;
  if (!made.ok && (!entitlement || !provider)) return null;
  if (!entitlement || !provider)
    throw new Error(`grant ${row.grantId} is of nothing that was ever published`);
  const devices = await store.devicesOf([facts.requester]);
  const { id, use, digest, config } = provider;
  return {
    kind: isToEnd ? 'revoke' : 'activate',
    requestId: row.requestId,
    grantId: row.grantId,
    attempt: row.attempts,
    provider: { id, use, digest, config: json(config) },
    entitlement: { id: entitlement.id, title: entitlement.title, input: json(entitlement.input) },
    subject: {
      id: facts.requester,
      name: facts.requesterName,
      publicKey: facts.publicKey,
    },
    durationMs: facts.durationMs,
    state: json(row.providerState),
    expiresAt: row.expiresAt,
    recipients: devices
      .slice(0, LIMITS.devicesPerPerson)
      .map(({ deviceId, sealingKey }) => ({ deviceId, sealingKey })),
    leaseUntil: row.leaseUntil ?? leaseUntil(time.now()),
    fence: row.fence,
    reportedGone: row.kind === 'revoked',
  };
}

function toRevokeWith(
  approved: ProviderConfig,
  current: ProviderConfig | undefined,
  mayHaveMoved: boolean,
): ProviderConfig {
  if (current?.use !== approved.use) return approved;
  return mayHaveMoved ? current : { ...approved, digest: current.digest };
}

/** The same value, as zod types it. */
const json = (value: Json) => value as Work['state'];
