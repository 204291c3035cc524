import type { ProviderEnd } from './request.ts';

/** How access ends at its target, in a sentence for who is about to approve it. */
export function describeEnd(end: ProviderEnd | null): string {
  if (!end) return 'A provider of your own: its runner knows how this access ends at the target.';
  const byItself = end.nativeExpiry
    ? 'The target ends it at the deadline, too.'
    : 'Only Latchkey ends it: the target knows no deadline.';
  return end.sessionsSurvive ? `${byItself} Sessions that are open then go on.` : byItself;
}
