import type { Organisation } from '../../domain/organisation/organisation.ts';
import { ownValue } from '../../lib/own-value.ts';
import type { Depends, PolicyOutcome } from '../../domain/policy/policy-outcome.ts';
import { refuse, type Refusal } from '../../domain/refusal.ts';
import { durationMs, type DurationMs } from '../../lib/time.ts';
import type { Parts } from './parts.ts';

/** The longest that a provider gives out one of the entitlements, whatever the rules say. */
export interface ProviderLimit {
  readonly maxTtlMs: DurationMs;
  /** Title of the entitlement that has it. */
  readonly title: string;
}

/** The shortest `maxTtl` of the providers that these entitlements come from; null where none has one. */
export function providerLimit(
  { providerSchemas }: Pick<Parts, 'providerSchemas'>,
  organisation: Pick<Organisation, 'entitlements' | 'providers'>,
  entitlementIds: readonly string[],
): ProviderLimit | null {
  let shortest: ProviderLimit | null = null;
  for (const id of entitlementIds) {
    const entitlement = ownValue(organisation.entitlements, id);
    const provider = entitlement && ownValue(organisation.providers, entitlement.providerId);
    const maxTtlMs = provider ? (providerSchemas.get(provider.use)?.maxTtlMs ?? null) : null;
    if (!entitlement || maxTtlMs === null || (shortest && shortest.maxTtlMs <= maxTtlMs)) continue;
    shortest = { maxTtlMs: durationMs(maxTtlMs), title: entitlement.title };
  }
  return shortest;
}

/** Null when the duration is within the limit. */
export function beyondLimit(limit: ProviderLimit | null, wanted: DurationMs | null): Refusal | null {
  if (!limit || wanted === null || wanted <= limit.maxTtlMs) return null;
  return refuse('tooLong', 'providerTooLong', {
    wantedMs: wanted,
    title: limit.title,
    mostMs: limit.maxTtlMs,
  });
}

/** Policy's answer with the longest duration that the provider allows, too. */
export function withinLimit<T extends PolicyOutcome | Depends>(outcome: T, limit: ProviderLimit | null): T {
  if (!limit || outcome.maxDurationMs === null || outcome.maxDurationMs <= limit.maxTtlMs) return outcome;
  return { ...outcome, maxDurationMs: limit.maxTtlMs };
}
