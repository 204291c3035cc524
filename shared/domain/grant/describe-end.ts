import type { Words } from '../../words/words.ts';
import type { ProviderEnd } from './provider-end.ts';

/** How access ends at its target, in a sentence for who is about to approve it. */
export function describeEnd(end: ProviderEnd | null, { requests: say }: Words): string {
  if (!end) return say.endUnknown;
  const byItself = end.nativeExpiry ? endedByTarget(end, say) : say.endByLatchkey;
  return end.sessionsSurvive ? `${byItself} ${say.sessionsSurvive}` : byItself;
}

const endedByTarget = ({ late }: ProviderEnd, say: Words['requests']): string =>
  late ? say.endLate(late) : say.endAtDeadline;
