import type { Identity } from '../../shared/client/identity.ts';
import { openCredential } from '../../shared/client/open-credential.ts';
import { credentialOutput } from '../../shared/contract/api-schemas.ts';
import type { SealedCredential } from '../../shared/contract/sealed-credential.ts';
import type { CredentialView, Snapshot } from '../../shared/contract/snapshot.ts';
import { grantsOf } from '../../shared/domain/request/grants-of.ts';
import { refuse, type Refusal } from '../../shared/domain/refusal.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import type { Instant } from '../../shared/lib/time.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Logger } from '../../shared/ports/logger.ts';
import { offlineRefusal, type Link } from '../sync/link.ts';

/** Sealed boxes on the disk, where they can be really encrypted; elsewhere nothing is kept. */
export interface CredentialCache {
  load(): Promise<ReadonlyMap<string, SealedCredential>>;
  save(credentials: ReadonlyMap<string, SealedCredential>): Promise<void>;
}

/**
 * The credentials of my active grants: opened here, with this device's key, kept while the grant is active, and wiped
 * when it is not, or when its deadline is over.
 */
export interface CredentialDesk {
  load(): Promise<void>;
  /** Keeps what there is as it is kept from now on: under another passphrase, or none. */
  keepAnew(): void;
  /** Fetches what became ready and wipes what is over. */
  settle(snapshot: Snapshot): void;
  view(grantId: string): Promise<Result<CredentialView, Refusal>>;
}

/** So many are fetched before somebody looks at them, and kept; others are fetched when somebody does. */
const MOST_HELD = 200;

export function createCredentialDesk(parts: {
  readonly link: Link;
  readonly identity: () => Identity | null;
  readonly cache: CredentialCache;
  readonly logger: Logger;
  readonly snapshot: () => Snapshot;
  readonly clock: Pick<Clock, 'now'>;
}): CredentialDesk {
  const { link, cache, logger, clock } = parts;
  let held = new Map<string, SealedCredential>();
  /** Nothing is kept that nobody can open, and that is for no access any more. */
  let isWiped = false;
  const fetching = new Map<string, Promise<Result<SealedCredential, Refusal>>>();
  const save = (): void => {
    cache
      .save(held)
      .catch((fault: unknown) => logger.warn({ error: String(fault) }, 'credentials were not kept'));
  };
  const fetchOnce = async (grantId: string): Promise<Result<SealedCredential, Refusal>> => {
    const identity = parts.identity();
    const outcome = await link.call((api) => api.grants.credential.query({ grantId }));
    if (outcome.kind === 'refused') return err(outcome.refusal);
    if (outcome.kind !== 'answered' || !identity) return err(offlineRefusal);
    const opened = await open(identity, grantId, credentialOutput.parse(outcome.value).sealed);
    const isKept = held.size < MOST_HELD && activeTitles(parts.snapshot(), clock.now()).has(grantId);
    if (opened.ok && isKept) {
      held.set(grantId, opened.value);
      save();
    }
    return opened;
  };
  const fetch = (grantId: string): Promise<Result<SealedCredential, Refusal>> => {
    const running = fetching.get(grantId) ?? fetchOnce(grantId).finally(() => fetching.delete(grantId));
    fetching.set(grantId, running);
    return running;
  };
  return {
    async load() {
      held = new Map(await cache.load());
    },
    keepAnew: save,
    settle(snapshot) {
      const active = activeTitles(snapshot, clock.now());
      if (snapshot.setup.kind === 'locked' && active.size === 0 && !isWiped) {
        isWiped = true;
        save();
      }
      const over = [...held.keys()].filter((grantId) => !active.has(grantId));
      for (const grantId of over) held.delete(grantId);
      if (over.length > 0) save();
      if (snapshot.connection.kind !== 'online') return;
      for (const grantId of active.keys()) {
        if (held.size + fetching.size >= MOST_HELD) break;
        if (!held.has(grantId) && !fetching.has(grantId)) fetch(grantId).catch(() => undefined);
      }
    },
    async view(grantId) {
      const title = activeTitles(parts.snapshot(), clock.now()).get(grantId);
      if (title === undefined) return err(refuse('notActive', 'nothingToShow'));
      const kept = held.get(grantId);
      const found = kept ? ok(kept) : await fetch(grantId);
      return found.ok ? ok(toView(grantId, title, found.value)) : found;
    },
  };
}

/** Titles of my active grants by id. At its deadline a grant is over here, also when nobody is there to say so. */
function activeTitles({ mine }: Snapshot, now: Instant): ReadonlyMap<string, string> {
  const active = mine
    .flatMap(grantsOf)
    .filter(({ grant }) => grant.kind === 'active' && grant.expiresAt > now);
  return new Map(active.map(({ entitlement }) => [entitlement.grantId, entitlement.title]));
}

async function open(
  identity: Identity,
  grantId: string,
  sealed: string | null,
): Promise<Result<SealedCredential, Refusal>> {
  if (sealed === null) {
    return err(refuse('notFound', 'credentialOfEarlier'));
  }
  const opened = await openCredential(identity, grantId, sealed);
  return opened.ok ? opened : err({ code: 'notFound', told: opened.error });
}

function toView(
  grantId: string,
  title: string,
  { credential, instructions }: SealedCredential,
): CredentialView {
  return {
    grantId,
    title,
    fields: credential?.fields ?? [],
    command: credential?.command ?? null,
    instructions,
  };
}
