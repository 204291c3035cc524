import type { Identity } from '../../shared/client/identity.ts';
import { logIdentity } from '../../shared/client/log-identity.ts';
import { createSigner, type Signer } from '../../shared/client/signer.ts';
import { NOTHING_SEEN, type Seen } from '../../shared/domain/statements/statement.ts';
import { hexOf } from '../../shared/lib/hex-of.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { StateKeeper } from '../state/state-keeper.ts';
import { parseHead } from './parse-head.ts';

/** Signs on this desktop. What it has seen of the log is what its replica has verified, with or without a service. */
export function desktopSigner(
  identity: Identity,
  {
    clock,
    keeper,
    local,
  }: {
    readonly clock: Pick<Clock, 'now'>;
    readonly keeper: Pick<StateKeeper, 'state'>;
    readonly local: { data(): { readonly head: string | null } };
  },
): Signer {
  const log = logIdentity(identity);
  const kept = (): Seen => {
    if (keeper.state().log.alarm) return NOTHING_SEEN;
    const known = parseHead(log, local.data().head);
    return known && known.size > 0 ? { size: known.size, root: hexOf(known.rootHash) } : NOTHING_SEEN;
  };
  return createSigner({ identity, now: clock.now, seen: () => Promise.resolve(kept()) });
}
