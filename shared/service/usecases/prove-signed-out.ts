import type { z } from 'zod';
import type { signedOutInput, signedOutOutput } from '../../contract/api-schemas.ts';
import { signedOutText } from '../../domain/signed-out-text.ts';
import type { Parts } from './parts.ts';

/**
 * The word by which a device knows that it was signed out by its own service, and not by whoever answers at that address.
 * Never given for a device that is registered, of a member.
 */
export async function proveSignedOut(
  { store, organisation, log, catchUp }: Pick<Parts, 'store' | 'organisation' | 'log' | 'catchUp'>,
  about: z.output<typeof signedOutInput>,
): Promise<z.input<typeof signedOutOutput>> {
  // Another service may just have taken them in.
  await catchUp();
  const device = await store.device(about.deviceId);
  if (device && organisation.has(device.person)) return { note: null };
  return { note: log.vouch(signedOutText(about)) };
}
