import type { CatalogItem, PolicyPreview } from '../../../shared/contract/api-types.ts';

export interface DraftLimits {
  readonly maxDurationMs: number | null;
  readonly minReasonLength: number;
  readonly needsTicket: boolean;
}

/** What policy demands of a draft with these items: the strictest of each. The preview knows the duration better than the catalog. */
export function limitsOf(items: readonly CatalogItem[], preview: PolicyPreview | null): DraftLimits {
  const longest = items.flatMap(({ maxDurationMs }) => (maxDurationMs === null ? [] : [maxDurationMs]));
  return {
    maxDurationMs: preview?.maxDurationMs ?? (longest.length === 0 ? null : Math.min(...longest)),
    minReasonLength: Math.max(0, ...items.map(({ minReasonLength }) => minReasonLength)),
    needsTicket: items.some(({ ticketPattern }) => ticketPattern !== null),
  };
}
