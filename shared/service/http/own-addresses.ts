import { isLoopback } from '../../lib/is-loopback.ts';
import { hostOf, ownNames, type KnownNames } from './allowed-hosts.ts';

interface Advertised extends KnownNames {
  /** Of `--advertise`: those of all services. */
  readonly advertise: readonly string[];
}

/**
 * Says of an address whether this service is there, so that it may sign that. One that was advertised, and by a name that is
 * this service's alone; on loopback, where every process can have the name, by the port that it listens on. For the address
 * of another service it never answers: who asks may be somebody who took that address, and passes on what is said here.
 *
 * @param listening where it listens, once it does
 */
export function ownAddresses(
  names: Advertised,
  listening: () => string | null,
): (address: string) => boolean {
  const isOwnName = ownNames(names);
  const advertised = new Set(names.advertise);
  return (address) => {
    if (!advertised.has(address)) return false;
    const { protocol, host, hostname, port } = new URL(address);
    if (!isLoopback(hostname)) return protocol === 'https:' && isOwnName(hostOf(host) ?? '');
    const here = listening();
    if (here === null) return false;
    const own = new URL(here);
    return own.protocol === protocol && own.port === port;
  };
}
