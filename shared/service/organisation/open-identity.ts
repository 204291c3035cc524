import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { refuse } from '../../domain/refusal.ts';
import { err, ok } from '../../lib/result.ts';
import { formatVerifierKey, verifierKey } from '../../log/keys.ts';
import { sha256, type SigningKey } from '../../system/node-crypto.ts';
import type { GroupCommit } from '../commit/group-commit.ts';
import type { Logger } from '../../ports/logger.ts';
import type { ServiceStore } from '../store/service-store.ts';
import { randomId } from '../system/random-ids.ts';
import { createSigningKey, LOG_KEY, placeSigningKey, readSigningKey } from '../system/signing-key-file.ts';
import type { OrganisationIdentity } from './current-organisation.ts';
import { told } from '../../words/told.ts';
import { ToldError } from '../../words/told-error.ts';

/** Under this name in the store's `meta`. */
const META = 'identity';

/** Whether the store has this one still: before it is founded, another service on the same database may make it anew. */
export const isStillIdentity = async (
  store: Pick<ServiceStore, 'meta'>,
  identity: OrganisationIdentity,
): Promise<boolean> => (await store.meta(META)) === JSON.stringify(identity);

/**
 * What the organisation is called and the key of its log: made on the first start, and the same ever after. Until somebody founds
 * it, a start that says another name or another first owner makes it anew, with the same key: nobody knows it yet.
 *
 * The key gets its name when the log has begun. So a key under its name beside an empty log is no first start that was
 * interrupted, but a log that was lost: a second history under the same key would look like a forged one to everybody who
 * knows the first.
 */
export async function openIdentity(
  { store, commits }: { store: ServiceStore; commits: GroupCommit },
  options: IdentityOptions,
): Promise<OrganisationIdentity> {
  const keyFile = join(options.dataDir, LOG_KEY);
  const begun = `${keyFile}.new`;
  const stored = await store.meta(META);
  if (stored === null) {
    if (existsSync(keyFile)) throw new ToldError(told('logLost', { keyFile }));
    const { name, owner } = options;
    if (name === null) throw new NamelessStart();
    const key = existsSync(begun) ? readSigningKey(begun) : createSigningKey(begun);
    const made = identityOf(key, { name, owner: owner ?? FIRST_OWNER });
    if (!(await keep(commits, made, null))) {
      rmSync(begun);
      throw new ToldError(told('logKeyMissing', { keyFile }));
    }
    placeSigningKey(begun, keyFile);
    return made;
  }
  if (!existsSync(keyFile) && existsSync(begun)) placeSigningKey(begun, keyFile);
  if (!existsSync(keyFile)) throw new ToldError(told('logKeyMissing', { keyFile }));
  const identity = JSON.parse(stored) as OrganisationIdentity;
  const key = readSigningKey(keyFile);
  if (formatVerifierKey(verifierKey(sha256, identity.origin, key.publicKey)) !== identity.logKey)
    throw new ToldError(told('logKeyOfOther', { keyFile }));
  return asSaidNow({ store, commits }, { identity, key, stored }, options);
}

interface IdentityOptions {
  readonly dataDir: string;
  readonly name: string | null;
  readonly owner?: string;
  readonly logger: Pick<Logger, 'warn'>;
}

interface Known {
  readonly identity: OrganisationIdentity;
  readonly key: SigningKey;
  /** The text of it. */
  readonly stored: string;
}

/** What is known, unless this start says otherwise and nobody founded it. */
async function asSaidNow(
  { store, commits }: { store: ServiceStore; commits: GroupCommit },
  { identity, key, stored }: Known,
  options: IdentityOptions,
): Promise<OrganisationIdentity> {
  const { name, owner } = {
    name: options.name ?? identity.name,
    owner: options.owner ?? identity.firstOwner,
  };
  if ((await store.head()).size > 0) {
    if (name !== identity.name) options.logger.warn({ name: identity.name, said: name }, nameStays(identity));
    return identity;
  }
  if (name === identity.name && owner === identity.firstOwner) return identity;
  const made = identityOf(key, { name, owner });
  // Another service on the same database was first: it is looked at once more.
  return (await keep(commits, made, stored)) ? made : openIdentity({ store, commits }, options);
}

// not for people: a line of the log
const nameStays = ({ name }: OrganisationIdentity): string =>
  `the organisation is called “${name}”; that stays, and --name was left alone`;

/** Whoever starts it has to say more. */
export class NamelessStart extends ToldError {
  constructor() {
    super(told('namelessStart'));
  }
}

const FIRST_OWNER = 'owner@localhost';

function identityOf(
  key: SigningKey,
  { name, owner }: { readonly name: string; readonly owner: string },
): OrganisationIdentity {
  const origin = `latchkey/${slug(name)}-${randomId()}`;
  const logKey = formatVerifierKey(verifierKey(sha256, origin, key.publicKey));
  return { name, origin, logKey, firstOwner: owner };
}

/** Keeps it in the place of `before`. False: another service on the same database was first, or founded what was there. */
async function keep(
  commits: GroupCommit,
  identity: OrganisationIdentity,
  before: string | null,
): Promise<boolean> {
  let isTaken = false;
  const kept = await commits.run({
    key: null,
    exclusive: true,
    async gather(store) {
      isTaken = (await store.meta(META)) !== before || (await store.head()).size > 0;
    },
    decide(draft) {
      if (isTaken) return err(refuse('alreadyExists', 'otherBegan'));
      draft.meta.push({ name: META, value: JSON.stringify(identity) });
      return ok(null);
    },
  });
  return kept.ok;
}

/** A part of the log's name: neither white space nor a plus sign may be in it (C2SP signed-note). */
function slug(name: string): string {
  const words = name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  return words.replace(/^-+|-+$/g, '').slice(0, 40) || 'organisation';
}
