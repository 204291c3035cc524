import { decide } from '../../domain/request/decide.ts';
import type { RequestState } from '../../domain/request/request.ts';
import { ok } from '../../lib/result.ts';
import type { Draft } from '../commit/draft.ts';
import type { Parts } from './parts.ts';
import { readStandings, type Standings } from './read-standings.ts';

/** Requests that are looked at in one transaction: others are served between two of them. */
const PAGE = 100;

type Needs = Pick<Parts, 'store' | 'commits' | 'organisation' | 'bonds'>;

/**
 * Looks at all that waits with the organisation in force: says who may answer it now, and of what cannot go on that it has to be
 * asked again. To be called when its people, groups, rules or bonds changed. Nothing depends on that it comes to its end: the same is asked at each review and before access is set up.
 * While what is in force cannot be read, everything waits.
 */
export async function judgeWaiting(parts: Needs): Promise<void> {
  if (parts.organisation.problem !== null) return;
  let page: readonly RequestState[] = [];
  do {
    const after = page.at(-1)?.facts.requestId;
    const query = { scope: 'all', memberId: '', isOwner: true, open: true, limit: PAGE, after } as const;
    page = await parts.store.listRequests(query);
    await judgeAll(
      parts,
      page.filter(({ phase }) => phase.kind === 'submitted').map(({ facts }) => facts.requestId),
    );
  } while (page.length === PAGE);
}

async function judgeAll(parts: Needs, requestIds: readonly string[]): Promise<void> {
  if (requestIds.length === 0) return;
  const standings = await readStandings(parts, parts.store, requestIds);
  await parts.commits.run({
    key: null,
    requestIds,
    decide(draft) {
      for (const requestId of requestIds) judgeIn(draft, requestId, standings);
      return ok(null);
    },
  });
}

/** Writes what follows from the organisation in force. False: it could not go on. */
export function judgeIn(draft: Draft, requestId: string, standings: Standings): boolean {
  const state = draft.state(requestId);
  if (!state) return false;
  const standing = standings(state.facts, draft.at);
  const decided = decide(state, { type: 'judge', standing }, draft.at);
  if (!decided.ok || decided.value.length === 0) return true;
  draft.append(requestId, 'latchkey', decided.value);
  return decided.value.every(({ type }) => type === 'reviewersNamed');
}
