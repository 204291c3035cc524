import { evolveKnown } from '../domain/request/evolve-known.ts';
import type { RequestState } from '../domain/request/request.ts';
import type { LogLine } from '../formats/wire/log-line.ts';

/** Each request as it is after these entries, by its id. One whose first entry is not among them is not there. */
export async function foldRequests(
  lines: AsyncIterable<Pick<LogLine, 'requestId' | 'step'>>,
): Promise<ReadonlyMap<string, RequestState>> {
  const states = new Map<string, RequestState>();
  for await (const { requestId, step } of lines) {
    if (requestId === null || step === null) continue;
    const after = evolveKnown(states.get(requestId), step);
    if (after) states.set(requestId, after);
  }
  return states;
}
