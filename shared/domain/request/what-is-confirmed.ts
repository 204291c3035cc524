import { exactDuration } from '../../lib/duration-text.ts';
import type { RequestFacts } from './request.ts';

/**
 * Who, what and how long, for the second act that `risk: high` wants. Plain text: who shows it makes it harmless. `keep` keeps
 * what a person wrote apart from our sentence, where that can be shown.
 */
export function whatIsConfirmed(
  { requesterName, entitlements, durationMs }: RequestFacts,
  keep: (text: string) => string = (text) => text,
): string {
  const titles = entitlements.map(({ title }) => keep(title)).join(', ');
  return `${keep(requesterName)} gets ${titles} for ${exactDuration(durationMs)}`;
}
