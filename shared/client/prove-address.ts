import { addressOutput } from '../contract/api-schemas.ts';
import { addressText } from '../domain/address-text.ts';
import type { Identity } from './identity.ts';
import { isProven } from './is-proven.ts';

/** Who does not prove it by then is not asked for anything else; in milliseconds. */
const PROVEN_WITHIN_MS = 5_000;

/**
 * Whether who answers at `address` has the key of the log that was pinned, and is meant to be at that address. A stranger who
 * passes the question on to a service learns nothing: no service signs an address that is not its own.
 */
export const isOurAddress = (address: string, identity: Pick<Identity, 'log'>): Promise<boolean> =>
  isProven(address, identity, {
    text: (nonce) => addressText({ nonce, address }),
    ask: async (api, nonce) => addressOutput.parse(await api.session.address.query({ nonce, address })).note,
    callTimeoutMs: PROVEN_WITHIN_MS,
  });
