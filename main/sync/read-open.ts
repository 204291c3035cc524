import { listEvery } from '../../shared/client/list-every.ts';
import { isOpen } from '../../shared/domain/request/is-open.ts';
import type { RequestState } from '../../shared/domain/request/request.ts';
import { readRequest, requestIdIn } from '../../shared/formats/wire/read-requests.ts';
import { callService } from './call-service.ts';
import type { ServiceApi } from './link.ts';

/** What the service has that concerns this member. */
export interface Open {
  readonly states: readonly RequestState[];
  /** Ids of requests that a newer Latchkey made; a text that is no id where one has none that is known here. */
  readonly newer: readonly string[];
}

/** Everything open that concerns this member, and what became of what was open here and is not any more. */
export async function readOpen(
  api: ServiceApi,
  known: Readonly<Record<string, RequestState>>,
  signal: AbortSignal,
): Promise<Open> {
  const scopes = ['running', 'mine', 'inbox', 'all'] as const;
  const states: RequestState[] = [];
  const newer = new Set<string>();
  // One after the other, what runs first: a long list of what waits keeps nobody from seeing what runs.
  for (const scope of scopes) {
    const listed = await listEvery(api, { scope, open: true }, signal);
    states.push(...listed.known);
    // Without an id they are told apart only within one list: the longest has them all.
    for (const [index, { raw }] of listed.unknown.entries()) newer.add(requestIdIn(raw) ?? `#${index}`);
  }
  const ids = new Set([...states.map(({ facts }) => facts.requestId), ...newer]);
  const left = Object.values(known).filter((state) => isOpen(state) && !ids.has(state.facts.requestId));
  for (const { facts } of left) {
    const one = await readOne(api, facts.requestId, signal);
    states.push(...one.states);
    for (const id of one.newer) newer.add(id);
  }
  return { states, newer: [...newer] };
}

/** One request, whatever came of it. Nothing where it cannot be read now. */
export async function readOne(api: ServiceApi, requestId: string, signal?: AbortSignal): Promise<Open> {
  const outcome = await callService(() => api.requests.get.query({ requestId }, signal ? { signal } : {}));
  if (outcome.kind !== 'answered') return { states: [], newer: [] };
  const read = readRequest(outcome.value);
  return read.kind === 'known' ? { states: [read.value], newer: [] } : { states: [], newer: [requestId] };
}
