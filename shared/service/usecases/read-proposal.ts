import type { z } from 'zod';
import type { Caller } from '../../api/api.ts';
import type { proposedOutput } from '../../contract/api-schemas.ts';
import { LIMITS } from '../../contract/limits.ts';
import { ONLY_OWNERS } from '../../domain/organisation/decide-organisation.ts';
import { describeChanges } from '../../domain/organisation/describe-changes.ts';
import { err } from '../../lib/result.ts';
import { orThrow } from './or-throw.ts';
import type { Parts } from './parts.ts';

/** What the service was started with, for an owner who may publish it, with what would change. Null: it is what is in force. */
export function readProposal(
  { organisation }: Pick<Parts, 'organisation'>,
  { memberId }: Caller,
): z.input<typeof proposedOutput> {
  if (!organisation.isOwner(memberId)) return orThrow(err(ONLY_OWNERS));
  const { proposal, current } = organisation;
  if (!proposal) return null;
  const { lines } = describeChanges(current, proposal.organisation);
  return {
    files: { ...proposal.files.files },
    providerDigests: { ...proposal.files.providerDigests },
    follows: current.version,
    changes: lines.slice(0, LIMITS.proposedChanges),
    more: Math.max(0, lines.length - LIMITS.proposedChanges),
  };
}
