import type { z } from 'zod';
import type { Caller } from '../../api/api.ts';
import type { proposedOutput } from '../../contract/api-schemas.ts';
import { LIMITS } from '../../contract/limits.ts';
import { ONLY_OWNERS } from '../../domain/organisation/decide-organisation.ts';
import { describeChanges } from '../../domain/organisation/describe-changes.ts';
import { err } from '../../lib/result.ts';
import { shortText } from '../../lib/short-text.ts';
import { inEnglish } from '../../words/words.ts';
import { orThrow } from './or-throw.ts';
import type { Parts } from './parts.ts';

/** A cut is shown as one. */
const LONGEST_LINE = 1_000;

/** What the service was started with, for an owner who may publish it, with what would change. Null: it is what is in force. */
export function readProposal(
  { organisation }: Pick<Parts, 'organisation'>,
  { memberId }: Caller,
): z.input<typeof proposedOutput> {
  if (!organisation.isOwner(memberId)) return orThrow(err(ONLY_OWNERS));
  const { proposal, current } = organisation;
  if (!proposal) return null;
  const { lines } = describeChanges(current, proposal.organisation);
  const told = lines.slice(0, LIMITS.proposedChanges);
  return {
    files: { ...proposal.files.files },
    providerDigests: { ...proposal.files.providerDigests },
    follows: current.version,
    changes: told.map((line) => shortText(inEnglish(line), LONGEST_LINE)),
    told,
    more: lines.length - told.length,
  };
}
