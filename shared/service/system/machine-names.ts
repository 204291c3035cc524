import { hostname, networkInterfaces } from 'node:os';

/** The host name of this machine and its addresses that others may reach, without those of one link alone. */
export function machineNames(): string[] {
  const addresses = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  const reachable = addresses.filter(({ internal, address }) => !internal && !/^fe80:/i.test(address));
  return [hostname(), ...reachable.map(({ address }) => address)].filter((name) => name !== '');
}
