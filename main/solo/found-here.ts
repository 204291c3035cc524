import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { foundOnceMore, joinService } from '../../shared/client/join-service.ts';
import type { Identity } from '../../shared/client/identity.ts';
import { PendingShut, type PendingJoins } from '../../shared/client/pending-join.ts';
import type { Answer } from '../../shared/contract/ipc.ts';
import { refuse } from '../../shared/domain/refusal.ts';
import { err } from '../../shared/lib/result.ts';
import type { Listening } from './solo-service.ts';
import { told, type Told } from '../../shared/words/told.ts';

/**
 * Founds the organisation of this computer, whose service was just started; or goes on where that was begun and the app ended before
 * it had kept its keys. Throws when the service cannot be reached.
 */
export async function foundHere(
  { listening: url, ownerInvite }: Listening,
  { deviceName, pending }: { readonly deviceName: string; readonly pending: PendingJoins },
): Promise<Answer<Identity>> {
  if (ownerInvite) return joinService({ url, code: ownerInvite, deviceName, pending });
  // It is founded and prints no code any more: what was sent then is sent again.
  const again = await foundOnceMore({ url, pending });
  return again && (again.ok || again.error.code !== 'badSignature') ? again : err(OF_OTHERS);
}

/** Whether an organisation of this computer waits for its end; `shut`, and why in a sentence, where it cannot be gone on with by itself. */
export async function begunHere(
  home: string,
  pending: PendingJoins,
): Promise<{ readonly kind: 'none' | 'open' } | { readonly kind: 'shut'; readonly why: Told }> {
  if (!existsSync(join(home, 'service'))) return { kind: 'none' };
  try {
    return { kind: (await pending.load())?.founding ? 'open' : 'none' };
  } catch (fault) {
    return { kind: 'shut', why: fault instanceof PendingShut ? fault.told : told('foundingUnderPassphrase') };
  }
}

const OF_OTHERS = refuse('badInvite', 'organisationHere');
