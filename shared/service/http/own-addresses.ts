import { isIPv4 } from 'node:net';
import { isLoopback } from '../../lib/is-loopback.ts';
import { socketPathOf } from '../../lib/service-place.ts';
import { hostOf, ownNames, type KnownNames } from './allowed-hosts.ts';

interface Advertised extends KnownNames {
  /** Of `--advertise`: those of all services. */
  readonly advertise: readonly string[];
}

/**
 * Says of an address whether this service is there, so that it may sign that: wherever a client may have joined it. By a name
 * that is this service's alone, which a wildcard of its certificate says only of what was advertised; on loopback, where every
 * process can have the name, by the port that it listens on, and of sockets its own alone. For the address of another service it never answers: who asks
 * may be somebody who took that address, and passes on what is said here.
 *
 * @param listening where it listens: nowhere before it does
 */
export function ownAddresses(
  names: Advertised,
  listening: () => readonly string[],
): (address: string) => boolean {
  const isOwnName = ownNames(names);
  const advertised = new Set(names.advertise);
  return (address) => {
    if (socketPathOf(address) !== null) return listening().includes(address);
    if (!URL.canParse(address) || new URL(address).origin !== address) return false;
    const asked = new URL(address);
    const { protocol, host, hostname } = asked;
    if (!isLoopback(hostname)) {
      const wildcards = advertised.has(address) ? 'wildcards' : undefined;
      return protocol === 'https:' && isOwnName(hostOf(host) ?? '', wildcards);
    }
    return listening().some((here) => isAt(here, asked));
  };
}

/** Whether who listens at `here` is at this address of loopback. */
function isAt(here: string, { protocol, host, port }: URL): boolean {
  if (socketPathOf(here) !== null) return false;
  const own = new URL(here);
  const isSame = own.protocol === protocol && own.port === port;
  return isSame && isListenedOn(hostOf(own.host) ?? '', hostOf(host) ?? '');
}

/**
 * Whether who listens on `host` has this loopback name, and not somebody else on the same port: another of the addresses of
 * loopback may be theirs. `localhost` is each of them.
 */
function isListenedOn(host: string, loopback: string): boolean {
  if (loopback === 'localhost' || host === '::') return true;
  return host === '0.0.0.0' ? isIPv4(loopback) : host === loopback || host === 'localhost';
}
