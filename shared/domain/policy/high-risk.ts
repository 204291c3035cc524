import { exactDuration } from '../../lib/duration-text.ts';
import type { RequestFacts } from '../request/request.ts';

/**
 * What `risk: high` of a rule means: an approval is never one press. No notification answers it; whoever approves confirms
 * by a second deliberate act what is confirmed. It is not part of what is signed: it follows from the version of the
 * organisation and from what is asked, which are, so that a device which does not know it yet still signs the same.
 */
export type Risk = 'high';

/** Shown as a badge, and said in text. */
export const HIGH_RISK = 'High risk';

export const isHighRisk = ({ risk }: Pick<RequestFacts, 'risk'>): boolean => risk === 'high';

/** The highest of several. */
export const highestRisk = (of: readonly { readonly risk?: Risk | undefined }[]): { readonly risk?: Risk } =>
  of.some(({ risk }) => risk === 'high') ? { risk: 'high' } : {};

/**
 * Who, what and how long, for the second act. Plain text: who shows it makes it harmless. `keep` keeps what a person wrote
 * apart from our sentence, where that can be shown.
 */
export function whatIsConfirmed(
  { requesterName, entitlements, durationMs }: RequestFacts,
  keep: (text: string) => string = (text) => text,
): string {
  const titles = entitlements.map(({ title }) => keep(title)).join(', ');
  return `${keep(requesterName)} gets ${titles} for ${exactDuration(durationMs)}`;
}
