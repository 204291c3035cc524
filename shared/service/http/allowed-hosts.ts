import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { isLoopback } from '../../lib/is-loopback.ts';
import type { Exposure } from './exposure.ts';
import type { ListenAddress } from './listen-address.ts';

export interface KnownNames {
  readonly listen: ListenAddress;
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
export function allowedHosts({ listen, exposure, publicHosts }: KnownNames) {
  const told = new Set([listen.host, ...publicHosts].map((name) => name.toLowerCase()));
  const certificate = exposure.kind === 'tls' ? new X509Certificate(exposure.cert) : null;
  return (header: string | undefined): boolean => {
    const host = hostOf(header);
    if (host === null) return false;
    if (isLoopback(host) || told.has(host)) return true;
    if (isIP(host) === 0) return certificate?.checkHost(host) !== undefined;
    return ANY_ADDRESS.has(listen.host) || certificate?.checkIP(host) !== undefined;
  };
}

/** The name or bare address in a `Host` header, in lower case; null when it is neither. */
function hostOf(header: string | undefined): string | null {
  const [, v6, name] =
    /^(?:\[([0-9a-f:.]{2,45})\]|([a-z0-9._-]{1,253}))(?::\d{1,5})?$/i.exec(header ?? '') ?? [];
  return (v6 ?? name)?.toLowerCase().replace(/\.$/, '') ?? null;
}
