import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { isLoopback } from '../../lib/is-loopback.ts';
import type { Exposure } from './exposure.ts';
import type { ListenPlace } from './listen-address.ts';

export interface KnownNames {
  readonly listen: ListenPlace;
  readonly exposure: Exposure;
  /** Of `--public-host`. */
  readonly publicHosts: readonly string[];
}

const ANY_ADDRESS: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

/**
 * Says of a `Host` header whether it names this service: a page whose own name was made to point here (DNS rebinding) asks
 * for that name. Loopback, the address it listens on, what its certificate is for, and what it was told; on all addresses
 * of the machine, any address, since an address is nobody's name.
 */
export function allowedHosts(names: KnownNames) {
  const isOwn = ownNames(names);
  const isAnywhere = hostsOf(names.listen).some((host) => ANY_ADDRESS.has(host));
  return (header: string | undefined): boolean => {
    const host = hostOf(header);
    if (host === null) return false;
    return isLoopback(host) || isOwn(host, 'wildcards') || (isAnywhere && isIP(host) !== 0);
  };
}

/**
 * Says of a name or bare address, in lower case, whether it is this service's alone: told, listened on, or certified. With
 * `wildcards` also what a certificate for `*.example.com` covers, which names of others may be among.
 */
export function ownNames({
  listen,
  exposure,
  publicHosts,
}: KnownNames): (host: string, wildcards?: 'wildcards') => boolean {
  const told = new Set([...hostsOf(listen), ...publicHosts].map((name) => name.toLowerCase()));
  for (const any of ANY_ADDRESS) told.delete(any);
  const certificate = exposure.kind === 'tls' ? new X509Certificate(exposure.cert) : null;
  return (host, wildcards) => {
    if (told.has(host)) return true;
    const options = { wildcards: wildcards !== undefined };
    const subject = isIP(host) === 0 ? certificate?.checkHost(host, options) : certificate?.checkIP(host);
    return subject !== undefined;
  };
}

/** None where it listens on a socket, of which clients say `localhost`. */
const hostsOf = (listen: ListenPlace): readonly string[] => ('socket' in listen ? [] : [listen.host]);

/** The name or bare address in a `Host` header, in lower case; null when it is neither. */
export function hostOf(header: string | undefined): string | null {
  const [, v6, name] =
    /^(?:\[([0-9a-f:.]{2,45})\]|([a-z0-9._-]{1,253}))(?::\d{1,5})?$/i.exec(header ?? '') ?? [];
  return (v6 ?? name)?.toLowerCase().replace(/\.$/, '') ?? null;
}
