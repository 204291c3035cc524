import { networkInterfaces } from 'node:os';

/** Changes when this computer gets another address or loses one: what could not be reached may be reachable now. */
export function networkFingerprint(): string {
  const addresses = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  return addresses
    .filter(({ internal }) => !internal)
    .map(({ address }) => address)
    .sort()
    .join(' ');
}
