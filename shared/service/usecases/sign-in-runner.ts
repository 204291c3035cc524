import type { z } from 'zod';
import type { Caller } from '../../api/api.ts';
import type { runnersOutput } from '../../contract/api-schemas.ts';
import { LIMITS } from '../../contract/limits.ts';
import { ONLY_OWNERS_RUNNERS } from '../../domain/organisation/decide-organisation.ts';
import type { OwnRunner } from '../../domain/organisation/organisation-entry.ts';
import { err, ok } from '../../lib/result.ts';
import type { Logger } from '../../ports/logger.ts';
import type { ChangeFeed } from '../feed/change-feed.ts';
import type { ServiceStore } from '../store/service-store.ts';
import type { Accepted } from './accept-statement.ts';
import { commandOrganisation } from './command-organisation.ts';
import { orThrow } from './or-throw.ts';
import type { Parts } from './parts.ts';

/** Under this name in the store's `meta`: the runners that services have said to have, the latest last. */
const META = 'runners';

/**
 * Has the own runner of this service listed for owners, so that one of them can sign it in: now, or once the organisation was founded
 * at another service. That it cannot be listed is no reason not to start: there may be access to end.
 */
export async function offerOwnRunner(
  parts: Pick<Parts, 'commits' | 'store' | 'organisation' | 'desk'>,
  runner: OwnRunner,
  { feed, logger }: { readonly feed: Pick<ChangeFeed, 'listen'>; readonly logger: Logger },
): Promise<void> {
  const offer = (): Promise<void> =>
    offerRunner(parts, runner).catch((fault: unknown) =>
      logger.error({ err: fault }, 'the own runner could not be listed for owners'),
    );
  if (!parts.desk) return offer();
  feed.listen(({ entries }) => {
    if (entries[0]?.seq === 0) void offer();
  });
}

async function offerRunner(
  { commits, store, organisation }: Pick<Parts, 'commits' | 'store' | 'organisation'>,
  { device, signingKey }: OwnRunner,
): Promise<void> {
  if (Object.hasOwn(organisation.runners, device) || isIn(await offered(store), { device, signingKey }))
    return;
  let before: readonly OwnRunner[] = [];
  const written = await commits.run<null>({
    key: null,
    exclusive: true,
    async gather(current) {
      before = await offered(current);
    },
    decide(draft) {
      const others = before.filter((each) => each.device !== device).slice(1 - LIMITS.ownRunners);
      draft.meta.push({ name: META, value: JSON.stringify([...others, { device, signingKey }]) });
      return ok(null);
    },
  });
  orThrow(written);
}

/** The services' own runners, for an owner: those that sign what they report, and those of which it is the service's word. */
export async function listRunners(
  { store, organisation }: Pick<Parts, 'store' | 'organisation'>,
  { memberId }: Caller,
): Promise<z.input<typeof runnersOutput>> {
  if (!organisation.isOwner(memberId)) return orThrow(err(ONLY_OWNERS_RUNNERS));
  const known = Object.entries(organisation.runners).map(([device, signingKey]) => ({ device, signingKey }));
  const others = (await offered(store)).filter(({ device }) => !Object.hasOwn(organisation.runners, device));
  const all = [
    ...known.map((runner) => ({ ...runner, isSignedIn: true })),
    ...others.map((runner) => ({ ...runner, isSignedIn: false })),
  ];
  return { runners: all.slice(-LIMITS.ownRunners) };
}

/** From here on this runner signs what it reports, and nothing is believed of it that it did not sign. */
export async function signInRunner(
  parts: Pick<Parts, 'commits' | 'store' | 'organisation'>,
  accepted: Accepted<'signInRunner'>,
): Promise<void> {
  const { device, signingKey } = accepted.body;
  const isOffered = isIn(await offered(parts.store), { device, signingKey });
  await commandOrganisation(parts, accepted, (byOwner) => ({
    ...{ type: 'signInRunner', device, signingKey, byOwner, isOffered },
  }));
}

const offered = async (store: Pick<ServiceStore, 'meta'>): Promise<readonly OwnRunner[]> =>
  JSON.parse((await store.meta(META)) ?? '[]') as OwnRunner[];

const isIn = (runners: readonly OwnRunner[], { device, signingKey }: OwnRunner): boolean =>
  runners.some((each) => each.device === device && each.signingKey === signingKey);
