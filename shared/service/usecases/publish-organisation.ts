import type { z } from 'zod';
import type { Mistake } from '../../contract/api.ts';
import type { publishInput } from '../../contract/api-schemas.ts';
import type { Json } from '../../domain/organisation/organisation.ts';
import { describeChanges } from '../../domain/organisation/describe-changes.ts';
import type { Organisation } from '../../domain/organisation/organisation.ts';
import { ownValue } from '../../lib/own-value.ts';
import { refuse } from '../../domain/refusal.ts';
import { err, ok } from '../../lib/result.ts';
import type { Draft } from '../commit/draft.ts';
import { keptText } from '../organisation/kept-organisation.ts';
import { NOBODY_WAITS, type OrganisationParser } from '../organisation/organisation-parser.ts';
import { organisationText } from '../organisation/organisation-text.ts';
import type { ServiceStore } from '../store/service-store.ts';
import { endGrantsOf } from './end-grants-of.ts';
import { judgeWaiting } from './judge-waiting.ts';
import { orThrow } from './or-throw.ts';
import type { Parts } from './parts.ts';
import { readOpen } from './read-open.ts';
import { unreadableOrganisation } from './unreadable-organisation.ts';

type Input = z.output<typeof publishInput>;
type Needs = Pick<
  Parts,
  'store' | 'commits' | 'organisation' | 'crypto' | 'providerSchemas' | 'bonds' | 'checks' | 'work'
> & {
  readonly parser: Pick<OrganisationParser, 'parse'>;
};

export interface Published {
  readonly version: number;
  readonly published: boolean;
  readonly mistakes: Mistake[];
}

/** `by`: an owner's id, or `latchkey` for what the service was started with. */
interface By {
  readonly actor: string;
  readonly isService: boolean;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal?: AbortSignal | undefined;
  /** Kept in the store's `meta` when it is published. */
  readonly meta?: { readonly name: string; readonly value: string };
}

/**
 * Puts new documents in force, and ends the access of who is not in them. With any mistake in them the old ones stay, and
 * what says the same is no new version.
 */
export async function publishOrganisation(parts: Needs, by: By, input: Input): Promise<Published> {
  const { organisation, parser, providerSchemas } = parts;
  const mayPublish = () => by.isService || organisation.isOwner(by.actor);
  if (!mayPublish()) return orThrow(err(ONLY_OWNERS));
  // Who its owners are is not known for sure.
  if (organisation.problem !== null && !by.isService)
    return orThrow(err(unreadableOrganisation(organisation.problem)));
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
  let ofLeavers: readonly string[] = [];
  const result = await parts.commits.run<Published>({
    key: {
      caller: by.actor,
      key: input.idempotencyKey,
      verb: 'publish',
      keep: (answer) => answer as unknown as Json,
      again: (kept) => Promise.resolve(kept as unknown as Published),
    },
    exclusive: true,
    async gather(store) {
      const latest = await store.latestDocument();
      isInForce =
        latest !== null &&
        organisation.problem === null &&
        organisationText({ ...latest, files: latest }) === organisationText(input);
      const leaving = (await membersNow(parts, store)).filter((id) => !ownValue(next.members, id));
      ofLeavers = await store.openRequestsOf(leaving);
      return { requestIds: ofLeavers };
    },
    decide(draft) {
      if (!mayPublish()) return err(ONLY_OWNERS);
      // Whoever was told that it failed does not find it in force later.
      if (by.signal?.aborted) return err(NOBODY_WAITS);
      if (isInForce) return ok({ version: organisation.current.version, published: false, mistakes });
      next = { ...next, version: organisation.current.version + 1 };
      const document = keptText(next);
      draft.documents.push({
        version: next.version,
        ...files,
        providerDigests,
        publishedAt: draft.at,
        parsed: document,
      });
      if (by.meta) draft.meta.push(by.meta);
      // In the same commit: who is added again later begins anew, and a token of before stays nobody's.
      draft.members = Object.keys(next.members);
      draft.appendOther(by.actor, {
        type: 'organisationPublished',
        organisationVersion: next.version,
        files: {
          'people.yaml': parts.crypto.hashHex(files.people),
          'catalog.yaml': parts.crypto.hashHex(files.catalog),
          'policy.yaml': parts.crypto.hashHex(files.policy),
        },
        document: parts.crypto.hashHex(document),
      });
      appendChanges(draft, by.actor, { before: organisation.current, after: next });
      for (const requestId of ofLeavers)
        endGrantsOf(draft, requestId, { by: by.actor, byOwner: true, reason: HOLDER_LEFT });
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
    await judgeWaiting(parts);
  }
  return published;
}

/** Whose access may have to end. Where it is not known who is a member, all who have some are looked at. */
async function membersNow(
  { organisation }: Pick<Needs, 'organisation'>,
  store: Pick<ServiceStore, 'listRequests'>,
): Promise<string[]> {
  const members = Object.keys(organisation.current.members);
  if (organisation.problem === null) return members;
  const requesters = (await readOpen(store)).map(({ facts }) => facts.requester);
  return [...new Set([...members, ...requesters])];
}

/** Publishing is told to all owners, with what differs, and each member what it means for them. */
function appendChanges(
  draft: Draft,
  actor: string,
  { before, after }: { readonly before: Organisation; readonly after: Organisation },
): void {
  const { lines, members } = describeChanges(before, after);
  const organisationVersion = after.version;
  const changes = lines.slice(0, MOST_LINES);
  const more = lines.length - changes.length;
  if (lines.length > 0)
    draft.appendOther(actor, { type: 'organisationChanged', organisationVersion, changes, more });
  for (const { person, ...change } of members)
    draft.appendOther(actor, { type: 'memberChanged', organisationVersion, person, ...change });
}

/** What is not listed is counted: the files themselves say the rest. */
const MOST_LINES = 100;
const HOLDER_LEFT = 'Its holder is not in this organisation any more.';
const ONLY_OWNERS = refuse('notAllowed', 'Only owners can publish. Ask one of them.');
