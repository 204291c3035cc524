import type { ProviderOkAnswer } from '../contract/provider-protocol.ts';

/** The history keeps a provider's facts as one short text. */
export function evidenceText(evidence: ProviderOkAnswer['evidence']): string | null {
  const facts = Object.entries(evidence ?? {});
  if (facts.length === 0) return null;
  return facts
    .map(([name, value]) => `${name}: ${String(value)}`)
    .join('; ')
    .slice(0, 4_000);
}
