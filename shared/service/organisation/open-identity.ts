import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { refuse } from '../../domain/refusal.ts';
import { err, ok } from '../../lib/result.ts';
import { formatVerifierKey, verifierKey } from '../../log/keys.ts';
import { sha256, type SigningKey } from '../../system/node-crypto.ts';
import type { GroupCommit } from '../commit/group-commit.ts';
import type { ServiceStore } from '../store/service-store.ts';
import { randomId } from '../system/random-ids.ts';
import { createSigningKey, placeSigningKey, readSigningKey } from '../system/signing-key-file.ts';
import type { OrganisationIdentity } from './current-organisation.ts';
import { told } from '../../words/told.ts';
import { ToldError } from '../../words/told-error.ts';

/** Under this name in the store's `meta`. */
const META = 'identity';

/**
 * What the organisation is called and the key of its log: made on the first start, and the same ever after.
 *
 * The key gets its name when the log has begun. So a key under its name beside an empty log is no first start that was
 * interrupted, but a log that was lost: a second history under the same key would look like a forged one to everybody who
 * knows the first.
 */
export async function openIdentity(
  { store, commits }: { store: ServiceStore; commits: GroupCommit },
  options: { readonly dataDir: string; readonly name: string | null; readonly owner?: string },
): Promise<OrganisationIdentity> {
  const keyFile = join(options.dataDir, 'log-key');
  const begun = `${keyFile}.new`;
  const stored = await store.meta(META);
  if (stored === null) {
    if (existsSync(keyFile)) throw new ToldError(told('logLost', { keyFile }));
    const { name, owner } = options;
    if (name === null) throw new NamelessStart();
    const key = existsSync(begun) ? readSigningKey(begun) : createSigningKey(begun);
    const made = await create(commits, key, { name, ...(owner !== undefined && { owner }) });
    if (!made) {
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
  return identity;
}

/** Whoever starts it has to say more. */
export class NamelessStart extends ToldError {
  constructor() {
    super(told('namelessStart'));
  }
}

/** Null: another service on the same database was first. */
async function create(
  commits: GroupCommit,
  key: SigningKey,
  { name, owner = 'owner@localhost' }: { readonly name: string; readonly owner?: string },
): Promise<OrganisationIdentity | null> {
  const origin = `latchkey/${slug(name)}-${randomId()}`;
  const logKey = formatVerifierKey(verifierKey(sha256, origin, key.publicKey));
  const identity: OrganisationIdentity = { name, origin, logKey, firstOwner: owner };
  let isTaken = false;
  const created = await commits.run({
    key: null,
    exclusive: true,
    async gather(store) {
      isTaken = (await store.meta(META)) !== null;
    },
    decide(draft) {
      if (isTaken) return err(refuse('alreadyExists', 'otherBegan'));
      draft.meta.push({ name: META, value: JSON.stringify(identity) });
      return ok(null);
    },
  });
  return created.ok ? identity : null;
}

/** A part of the log's name: neither white space nor a plus sign may be in it (C2SP signed-note). */
function slug(name: string): string {
  const words = name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  return words.replace(/^-+|-+$/g, '').slice(0, 40) || 'organisation';
}
