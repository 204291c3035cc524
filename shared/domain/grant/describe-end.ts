import { formatDuration } from '../../lib/duration-text.ts';
import type { ProviderEnd } from './provider-end.ts';

/** How access ends at its target, in a sentence for who is about to approve it. */
export function describeEnd(end: ProviderEnd | null): string {
  if (!end) return 'A provider of your own: its runner knows how this access ends at the target.';
  const byItself = end.nativeExpiry
    ? endedByTarget(end)
    : 'Only Latchkey ends it: the target knows no deadline.';
  return end.sessionsSurvive ? `${byItself} Sessions that are open then go on.` : byItself;
}

function endedByTarget({ late }: ProviderEnd): string {
  if (!late) return 'The target ends it at the deadline, too.';
  return `The target ends it by itself, too, at most ${formatDuration(late.mostMs)} after the deadline: ${late.why}.`;
}
