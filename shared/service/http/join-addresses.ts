import { X509Certificate } from 'node:crypto';
import { isIPv6 } from 'node:net';
import { certificateNames } from '../../lib/certificate-names.ts';
import { isLoopback } from '../../lib/is-loopback.ts';
import { isOnThisComputer } from '../../lib/service-place.ts';
import type { KnownNames } from './allowed-hosts.ts';

/** A certificate may have many names; any of them will do. */
const MOST_ADDRESSES = 5;

interface Place extends KnownNames {
  /** Of `--advertise`: those of all services. */
  readonly advertise: readonly string[];
  /** Whether this service is at an address of `--advertise`. */
  readonly isOwn: (address: string) => boolean;
  /** Where it listens, as a URL: of all addresses of the machine that is none. */
  readonly listening: string;
  /** The machine's host name and addresses, as an example to follow. */
  readonly machine: readonly string[];
}

interface JoinAddresses {
  /** Where clients on other machines can join, the surest first. Null: it listens on this machine alone, and is joined there. */
  readonly urls: readonly string[] | null;
  /** What is to be done where there is none. */
  readonly problem: string | null;
}

/** Where others join a service that is not for this machine alone: by a name that its certificate is for, or at its proxy. */
export function joinAddresses(place: Place): JoinAddresses {
  const { listen, exposure, publicHosts, advertise, isOwn, listening, machine } = place;
  if ('socket' in listen || (isLoopback(listen.host) && exposure.kind !== 'proxy'))
    return { urls: null, problem: null };
  const known = advertise.filter((address) => isOwn(address) && !isOnThisComputer(address));
  if (exposure.kind !== 'tls') {
    const urls = known.length > 0 ? known : publicHosts.map((host) => `https://${host}`);
    return told(urls, AT_PROXY);
  }
  const certificate = new X509Certificate(exposure.cert);
  const names = certificateNames(certificate.subjectAltName);
  const { port } = new URL(listening);
  // Of `*.example.com` nobody knows which name leads here but who said so.
  const certified = [
    ...names.filter((name) => !name.includes('*')),
    ...publicHosts.filter((host) => certificate.checkHost(host) !== undefined),
  ];
  const urls = certified.flatMap((name) => originOf(name, port)).filter(isForOthers);
  return told([...known, ...urls], notCertified(names, machine));
}

/** None of what is no name of a host: a certificate may say anything. */
function originOf(name: string, port: string): readonly string[] {
  const url = `https://${isIPv6(name) ? `[${name}]` : name}:${port}`;
  return URL.canParse(url) ? [new URL(url).origin] : [];
}

/** Neither of this machine alone nor of one of its links, which others call by another name. */
function isForOthers(origin: string): boolean {
  const { hostname } = new URL(origin);
  return !isLoopback(hostname.replace(/\.$/, '')) && !/^\[fe[89ab]/.test(hostname);
}

function told(urls: readonly string[], problem: string): JoinAddresses {
  const distinct = [...new Set(urls)].slice(0, MOST_ADDRESSES);
  return { urls: distinct, problem: distinct.length === 0 ? problem : null };
}

const AT_PROXY =
  'Others join at the https:// address of the proxy in front of this service. Give its name with --public-host, so that it is known here.';

function notCertified(names: readonly string[], machine: readonly string[]): string {
  const below = names.filter((name) => name.includes('*'));
  if (below.length > 0)
    return `Others join by a name below ${below.slice(0, MOST_ADDRESSES).join(', ')} that leads to this machine. Give that name with --public-host, so that it is shown here.`;
  const isFor = names.length === 0 ? 'for no name' : `for ${names.slice(0, MOST_ADDRESSES).join(', ')} alone`;
  const example = machine.slice(0, MOST_ADDRESSES).join(', ');
  return `No other machine can join: the certificate (--tls-cert) is ${isFor}. Give one for a name or an address by which others reach this machine, such as ${example}.`;
}
