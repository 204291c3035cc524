import { LIMITS } from '../contract/limits.ts';
import { shortText } from '../lib/short-text.ts';
import type { ProviderOkAnswer } from '../provider-protocol/provider-protocol.ts';

/** The history keeps a provider's facts as one short text. */
export function evidenceText(evidence: ProviderOkAnswer['evidence']): string | null {
  const facts = Object.entries(evidence ?? {});
  if (facts.length === 0) return null;
  const text = facts.map(([name, value]) => `${name}: ${String(value)}`).join('; ');
  return shortText(text, LIMITS.evidenceLength);
}
