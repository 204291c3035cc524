import type { z } from 'zod';
import type { Mistake } from '../../contract/mistake.ts';
import type { publishInput } from '../../contract/api-schemas.ts';
import { ONLY_OWNERS } from '../../domain/organisation/decide-organisation.ts';
import { organisationStream } from '../../domain/organisation/organisation-stream.ts';
import type { Json, Organisation } from '../../domain/organisation/organisation.ts';
import { refuse, type Refusal } from '../../domain/refusal.ts';
import { err, ok } from '../../lib/result.ts';
import { isDeepStrictEqual } from 'node:util';
import type { Author, Draft } from '../commit/draft.ts';
import type { OrganisationFiles } from '../organisation/organisation-files.ts';
import { keptText } from '../organisation/kept-organisation.ts';
import { NOBODY_WAITS, type OrganisationParser } from '../organisation/organisation-parser.ts';
import { organisationText } from '../organisation/organisation-text.ts';
import type { Accepted } from './accept-statement.ts';
import { judgeWaitingAfter } from './judge-waiting.ts';
import { NOBODY_LEAVES, readLeavers, signOut } from './leave-organisation.ts';
import { orThrow } from './or-throw.ts';
import type { Parts } from './parts.ts';

type Input = Pick<z.output<typeof publishInput>, 'files' | 'providerDigests' | 'dryRun'>;
type Needs = Pick<
  Parts,
  'store' | 'commits' | 'organisation' | 'crypto' | 'providerSchemas' | 'checks' | 'work' | 'effects'
> & {
  readonly parser: Pick<OrganisationParser, 'parse'>;
};

export interface Published {
  readonly version: number;
  readonly published: boolean;
  readonly mistakes: Mistake[];
}

interface By {
  readonly actor: string;
  /** What an owner signed of it, and its hash, by which it is known again. Not there where nothing is published. */
  readonly accepted?: Accepted<'publishOrganisation'> | undefined;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Puts new documents in force, and ends the access of who is not in them. With any mistake in them the old ones stay, and
 * what says the same is no new version.
 */
export async function publishOrganisation(parts: Needs, by: By, input: Input): Promise<Published> {
  const { organisation, parser, providerSchemas } = parts;
  const mayPublish = () => organisation.isOwner(by.actor);
  if (!mayPublish()) return orThrow(err(ONLY_OWNERS));
  const { version } = organisation.current;
  const { files, providerDigests } = input;
  const parsed = orThrow(
    await parser.parse(
      { files, version: version + 1, providerDigests, providerSchemas },
      { person: by.actor, isTrial: input.dryRun, signal: by.signal },
    ),
  );
  const mistakes = [...parsed.mistakes];
  if (!parsed.organisation || input.dryRun) return { version, published: false, mistakes };
  // Others may have published since: the number is given when it is this command's turn.
  let next = parsed.organisation;
  let isInForce = false;
  let hasOwner = true;
  let leaving = NOBODY_LEAVES;
  let judging: string | null = null;
  const result = await parts.commits.run<Published>({
    key: by.accepted
      ? {
          caller: by.actor,
          key: by.accepted.id,
          verb: 'publish',
          keep: (answer) => answer as unknown as Json,
          again: (kept) => Promise.resolve(kept as unknown as Published),
        }
      : null,
    exclusive: true,
    streams: [organisationStream.nameOf('')],
    async gather(store) {
      const latest = await store.latestDocument();
      isInForce =
        latest !== null &&
        organisation.problem === null &&
        organisationText({ ...latest, files: latest }) === organisationText(input);
      if (isInForce) return leaving.named;
      leaving = await readLeavers(parts, store, next);
      hasOwner = (await store.devicesOf(next.owners)).length > 0;
      return leaving.named;
    },
    decide(draft) {
      if (!mayPublish()) return err(ONLY_OWNERS);
      // Whoever was told that it failed does not find it in force later.
      if (by.signal?.aborted) return err(NOBODY_WAITS);
      if (isInForce) return ok({ version: organisation.current.version, published: false, mistakes });
      if (!hasOwner) return err(NO_OWNER_LEFT);
      next = { ...next, version: organisation.current.version + 1 };
      const otherwise = by.accepted && isSaidOf(next, by.accepted.body);
      if (otherwise) return err(otherwise);
      const refusal = putInForce(parts, draft, {
        by: { actor: by.actor, signed: by.accepted?.signed },
        input,
        next,
      });
      if (refusal) return err(refusal);
      // In the same commit: who is added again later begins anew, and a device of before stays nobody's.
      signOut(draft, by.actor, leaving);
      judging = judgeWaitingAfter(draft, `version/${next.version}`);
      return ok({ version: next.version, published: true, mistakes });
    },
    committed() {
      if (!isInForce) organisation.expect(next);
      // Whoever publishes what is in force has put the folder right, or does not mean it.
      else organisation.noteFolder([]);
    },
  });
  const published = orThrow(result);
  if (published.published) {
    // What was changed is checked as soon as there is a runner for it.
    for (const pool of parts.checks.pools()) parts.work.announce(pool);
    // What it overrules is so for whoever published it, who is answered after that.
    await parts.effects.carryOut(judging === null ? [] : [judging]);
  }
  return published;
}

/** Whether it was signed for the version that comes next, by somebody who knew whom it makes owners. A refusal, or null. */
function isSaidOf(
  { version, owners }: Organisation,
  said: Accepted<'publishOrganisation'>['body'],
): Refusal | null {
  if (said.follows !== version - 1) return published(version - 1);
  return isDeepStrictEqual(said.owners, owners) ? null : OTHER_OWNERS;
}

const published = (version: number): Refusal => refuse('otherVersion', 'publishedMeanwhile', { version });

const NO_OWNER_LEFT = refuse('lastOfOwners', 'noOwnerLeft');

const OTHER_OWNERS = refuse('badInput', 'otherOwners');

/** What was published, by its hashes; the texts are kept beside the log. A refusal, or null. */
export function putInForce(
  { organisation, crypto }: Pick<Needs, 'organisation' | 'crypto'>,
  draft: Draft,
  {
    by,
    input,
    next,
  }: { readonly by: Author; readonly input: OrganisationFiles; readonly next: Organisation },
): Refusal | null {
  const blob = (text: string): string => {
    const hash = crypto.hashHex(text);
    draft.blobs.push({ hash, text });
    return hash;
  };
  const { files, providerDigests } = input;
  const decided = draft.carryOut(organisationStream, {
    id: '',
    command: {
      ...{ type: 'publish', byOwner: true, before: organisation.current, after: next, providerDigests },
      files: {
        'people.yaml': blob(files.people),
        'catalog.yaml': blob(files.catalog),
        'policy.yaml': blob(files.policy),
      },
      document: blob(keptText(next)),
    },
    ...by,
  });
  return decided.ok ? null : decided.error;
}
