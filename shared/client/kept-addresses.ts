import { join } from 'node:path';
import { addressesFormat, type KeptAddresses } from '../formats/addresses/addresses-format.ts';
import { coalesce } from '../lib/coalesce.ts';
import { Addresses } from './addresses.ts';
import type { Identity } from './identity.ts';
import { readFileIfThere, writePrivateFile } from './private-file.ts';
import { whoIsAt } from './prove-address.ts';

/** Addresses that are kept in a folder as they change. */
export interface OpenedAddresses {
  readonly addresses: Addresses;
  /** Resolves when what changed is kept, or cannot be. */
  settled(): Promise<void>;
}

const pathIn = (home: string): string => join(home, 'addresses.json');

/**
 * Where the services that this device has joined are to be found, as it knew last. A file of its own, beside the identity:
 * nothing in it is secret, it changes by itself, and what is damaged or cannot be kept is told anew by the service.
 */
export async function openAddresses(
  home: string,
  identity: Pick<Identity, 'url' | 'log'>,
): Promise<OpenedAddresses> {
  const kept = await loadAddresses(home);
  const { key, earlier = [] } = identity.log;
  const isOf = kept !== null && [key, ...earlier].includes(kept.log);
  let saved: Promise<void> = Promise.resolve();
  const save = coalesce(() =>
    saveAddresses(home, { log: identity.log.key, told: addresses.told, lastUsed: addresses.inUse }),
  );
  const addresses = new Addresses({
    joined: identity.url,
    ...(isOf && { told: kept.told, lastUsed: kept.lastUsed }),
    whoIsAt: (address, callTimeoutMs) => whoIsAt(address, identity, { callTimeoutMs }),
    onChange: () => (saved = save().catch(() => undefined)),
  });
  return { addresses, settled: () => saved };
}

export const saveAddresses = (
  home: string,
  kept: Omit<KeptAddresses, 'told'> & { readonly told: readonly string[] },
): Promise<void> => {
  const value = { ...kept, told: [...kept.told] };
  return writePrivateFile(pathIn(home), `${JSON.stringify(addressesFormat.write(value), null, 2)}\n`);
};

/** Null where there is nothing, or nothing that can be read here. */
async function loadAddresses(home: string): Promise<KeptAddresses | null> {
  try {
    const read = addressesFormat.read(JSON.parse((await readFileIfThere(pathIn(home))) ?? 'null'));
    return read.kind === 'known' ? read.value : null;
  } catch {
    return null;
  }
}
