import { MOST_ERASED } from '../../domain/organisation/decide-organisation.ts';
import { organisationStream } from '../../domain/organisation/organisation-stream.ts';
import { refuse, type Refusal } from '../../domain/refusal.ts';
import { err, ok } from '../../lib/result.ts';
import type { Accepted } from './accept-statement.ts';
import { judgeWaitingAfter } from './judge-waiting.ts';
import { orThrow } from './or-throw.ts';
import type { Parts } from './parts.ts';

/**
 * An owner erases what was said in these entries, and wherever else the very same stands. Leaves, tree and signatures stay as
 * they are. That it was erased is an entry itself: it tells erased from lost, and what another service has decided on the texts
 * meanwhile does not fit any more, so that nothing of them is written back. What waits without a reason is not granted any more.
 *
 * @returns how many entries had something in them
 */
export async function eraseTexts(
  parts: Pick<Parts, 'store' | 'commits' | 'organisation' | 'effects'>,
  { caller: { memberId }, body: { seqs }, signed, id }: Accepted<'eraseTexts'>,
): Promise<{ erased: number }> {
  // What is refused anyway is not looked for. All else is before its turn comes: other commands wait while it has that.
  const isOwner = parts.organisation.isOwner(memberId);
  const isLookedFor = seqs.length <= MOST_ERASED && isOwner;
  const { size } = await parts.store.head();
  const before = isLookedFor ? await parts.store.withSameTexts(seqs) : seqs;
  let found = before;
  let judging: string | null = null;
  const result = await parts.commits.run<{ erased: number }>({
    key: {
      caller: memberId,
      key: id,
      verb: 'eraseTexts',
      keep: ({ erased }) => erased,
      again: (erased) => Promise.resolve({ erased: Number(erased) }),
    },
    exclusive: true,
    streams: [organisationStream.nameOf('')],
    async gather(store) {
      const since = isLookedFor ? await store.withSameTexts(seqs, size) : [];
      found = [...new Set([...before, ...since])];
      return {};
    },
    decide(draft) {
      const byOwner = isOwner && parts.organisation.isOwner(memberId);
      const silent = byOwner && found.length > 0 && seqs.find((seq) => !found.includes(seq));
      if (typeof silent === 'number') return err(nothingSaidIn(silent));
      const command = { type: 'eraseTexts', seqs: found, byOwner } as const;
      const decided = draft.carryOut(organisationStream, { id: '', command, actor: memberId, signed });
      if (!decided.ok) return decided;
      draft.erased.push(...found);
      if (found.length > 0) judging = judgeWaitingAfter(draft, `erased/${id}`);
      return ok({ erased: found.length });
    },
  });
  const answer = orThrow(result);
  await parts.effects.carryOut(judging === null ? [] : [judging]);
  return answer;
}

const nothingSaidIn = (seq: number): Refusal => refuse('badInput', 'nothingToErase', { seq });
