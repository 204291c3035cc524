import { decide } from '../../domain/request/decide.ts';
import type { Draft } from '../commit/draft.ts';
import type { EffectKind } from '../effects/effect-kind.ts';
import type { Parts } from './parts.ts';
import { ok } from '../../lib/result.ts';
import { readStandings, type Standings } from './read-standings.ts';

/** Requests that are looked at in one transaction: others are served between two of them. */
const PAGE = 100;

type Needs = Pick<Parts, 'store' | 'organisation' | 'bonds'>;

const JUDGE_WAITING = 'judgeWaiting';

/**
 * To be carried out once the organisation's people, groups, rules or bonds changed: in that commit, of which `cause` is a name.
 * The effect's key.
 */
export function judgeWaitingAfter(draft: Draft, cause: string): string {
  const key = `${JUDGE_WAITING}/${cause}`;
  draft.effect({ key, kind: JUDGE_WAITING, stream: 'organisation', body: { after: null } });
  return key;
}

/** The same, where nothing is published. */
export async function askToJudge({ commits, organisation }: Pick<Parts, 'commits' | 'organisation'>) {
  await commits.run({
    key: null,
    decide(draft) {
      judgeWaitingAfter(draft, `start/${organisation.current.version}`);
      return ok(null);
    },
  });
}

/**
 * Looks at all that waits with the organisation in force, a page after the other: says who may answer it now, and of what
 * cannot go on that it has to be asked again. Nothing is granted meanwhile that should not be: the same is asked at each review and before access is set up.
 * While what is in force cannot be read here, it is tried again, or another service on the same database does it.
 */
export const judgeWaiting = (parts: Needs): EffectKind => ({
  name: JUDGE_WAITING,
  isOutside: false,
  async begin({ body }) {
    if (parts.organisation.problem !== null)
      throw new Error('what is in force cannot be read by this Latchkey');
    const { after } = body as { readonly after: string | null };
    const page = await parts.store.listRequests({ ...ALL_OPEN, after: after ?? undefined });
    const requestIds = page
      .filter(({ phase }) => phase.kind === 'submitted')
      .map(({ facts }) => facts.requestId);
    const standings = await readStandings(parts, parts.store, requestIds);
    return {
      requestIds,
      finish(draft) {
        for (const requestId of requestIds) judgeIn(draft, requestId, standings);
        const last = page.length === PAGE ? page.at(-1) : undefined;
        return last ? { after: last.facts.requestId } : null;
      },
    };
  },
});

const ALL_OPEN = { scope: 'all', memberId: '', isOwner: true, open: true, limit: PAGE } as const;

/** Writes what follows from the organisation in force. False: it could not go on. */
export function judgeIn(draft: Draft, requestId: string, standings: Standings): boolean {
  const state = draft.state(requestId);
  if (!state) return false;
  const standing = standings(state.facts, draft.at);
  const decided = decide(state, { type: 'judge', standing }, draft.at);
  if (!decided.ok || decided.value.length === 0) return true;
  draft.append(requestId, { actor: 'latchkey' }, decided.value);
  return decided.value.every(({ type }) => type === 'reviewersNamed');
}
