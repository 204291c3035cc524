import type { GrantState } from '../../domain/grant/grant.ts';
import { organisationStream } from '../../domain/organisation/organisation-stream.ts';
import { grantIn } from '../../domain/request/grants-of.ts';
import type { Instant } from '../../lib/time.ts';
import { ok } from '../../lib/result.ts';
import { told } from '../../words/told.ts';
import type { Draft } from '../commit/draft.ts';
import type { GrantRow } from '../store/rows.ts';
import { endIn } from './end-grants-of.ts';
import { leaseUntil } from './lease-until.ts';
import type { Parts } from './parts.ts';

const BEGUN_LATER = told('clockWasAhead');

/**
 * Goes on by a clock that shows an earlier time than one before, because a person said that it is right now. Access that
 * began by the wrong one ends, what runners have leased by it is free, and the log says which time it had seen.
 */
export async function acceptClock({ store, commits, time }: Pick<Parts, 'store' | 'commits' | 'time'>) {
  const shown = time.now();
  time.acceptWall();
  let live: readonly GrantRow[] = [];
  await commits.run({
    key: null,
    exclusive: true,
    streams: [organisationStream.nameOf('')],
    async gather() {
      live = await store.liveGrants();
      return { grantIds: live.map(({ grantId }) => grantId) };
    },
    decide(draft) {
      for (const { grantId, requestId } of live) {
        freeLease(draft, grantId);
        endWhatBeganLater(draft, { grantId, requestId });
      }
      const command = { type: 'acceptClock', shown } as const;
      const decided = draft.carryOut(organisationStream, { id: '', command, actor: 'latchkey' });
      return decided.ok ? ok(null) : decided;
    },
  });
}

function freeLease(draft: Draft, grantId: string): void {
  const row = draft.grant(grantId);
  if (row?.leaseUntil != null && row.leaseUntil > leaseUntil(draft.at))
    draft.putGrant({ ...row, leaseUntil: null });
}

function endWhatBeganLater(
  draft: Draft,
  { grantId, requestId }: Pick<GrantRow, 'grantId' | 'requestId'>,
): void {
  const state = draft.state(requestId);
  const began = beganAt(state && grantIn(state, grantId));
  if (began === null || began <= draft.at) return;
  endIn(draft, requestId, { grantId, by: 'latchkey', byOwner: true, reason: BEGUN_LATER });
}

/** Null for what is being taken away already. */
function beganAt(grant: GrantState | undefined): Instant | null {
  if (grant?.kind === 'activating') return grant.since;
  return grant?.kind === 'active' || grant?.kind === 'scheduled' ? grant.startsAt : null;
}
