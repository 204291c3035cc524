import { createClient, type Client } from '../../shared/client/create-client.ts';
import type { Identity } from '../../shared/client/identity.ts';
import { lastSeen } from '../../shared/client/last-seen.ts';
import { createSigner } from '../../shared/client/signer.ts';
import { systemClock } from '../../shared/system/system-clock.ts';

/** A client of this device that keeps nothing of the log, as a script has it. */
export function clientFor(identity: Identity): Client {
  const seen = lastSeen(identity, { kept: () => Promise.resolve(null), api: () => client.api });
  const signer = createSigner({ identity, now: () => systemClock.now(), seen });
  const client: Client = createClient({ url: identity.url, identity, signer });
  return client;
}
