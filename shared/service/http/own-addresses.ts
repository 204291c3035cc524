import { isIPv4 } from 'node:net';
import { isLoopback } from '../../lib/is-loopback.ts';
import { hostOf, ownNames, type KnownNames } from './allowed-hosts.ts';

interface Advertised extends KnownNames {
  /** Of `--advertise`: those of all services. */
  readonly advertise: readonly string[];
}

/**
 * Says of an address whether this service is there, so that it may sign that: wherever a client may have joined it. By a name
 * that is this service's alone, which a wildcard of its certificate says only of what was advertised; on loopback, where every
 * process can have the name, by the port that it listens on. For the address of another service it never answers: who asks
 * may be somebody who took that address, and passes on what is said here.
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
    if (!URL.canParse(address) || new URL(address).origin !== address) return false;
    const { protocol, host, hostname, port } = new URL(address);
    if (!isLoopback(hostname)) {
      const wildcards = advertised.has(address) ? 'wildcards' : undefined;
      return protocol === 'https:' && isOwnName(hostOf(host) ?? '', wildcards);
    }
    const here = listening();
    if (here === null || !isListenedOn(names.listen.host, hostOf(host) ?? '')) return false;
    const own = new URL(here);
    return own.protocol === protocol && own.port === port;
  };
}

/**
 * Whether who listens on `host` has this loopback name, and not somebody else on the same port: another of the addresses of
 * loopback may be theirs. `localhost` is each of them.
 */
function isListenedOn(host: string, loopback: string): boolean {
  if (loopback === 'localhost' || host === '::') return true;
  return host === '0.0.0.0' ? isIPv4(loopback) : host === loopback || host === 'localhost';
}
