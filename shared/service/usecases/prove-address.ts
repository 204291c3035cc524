import type { z } from 'zod';
import type { addressInput, addressOutput } from '../../contract/api-schemas.ts';
import { addressText } from '../../domain/address-text.ts';
import type { Parts } from './parts.ts';

/**
 * The word by which a client knows that who answers at an address has the log's key and is meant to be there, before it calls. Given to everybody, since it says nothing that is not told to all members; it costs one signature.
 */
export function proveAddress(
  { addresses, log }: Pick<Parts, 'addresses' | 'log'>,
  about: z.output<typeof addressInput>,
): z.input<typeof addressOutput> {
  return { note: addresses.isOwn(about.address) ? log.vouch(addressText(about)) : null };
}
