import { certificateNames } from '../lib/certificate-names.ts';
import { socketPathOf } from '../lib/service-place.ts';
import { ownAuthorities } from '../system/authorities.ts';

/** No connection to a service came about, for a reason that people can mend: the message is a sentence with what to do. */
export class ConnectionFault extends Error {}

/** More names of a certificate help nobody who reads one sentence. */
const MOST_NAMES = 5;

/** What Node tells of a certificate's names beside `ERR_TLS_CERT_ALTNAME_INVALID`. */
interface TlsError {
  readonly message: string;
  readonly code?: string | undefined;
  readonly cert?: { readonly subjectaltname?: unknown } | undefined;
}

const SIGNED_BY_UNKNOWN = 'is of an authority that this computer does not know.';
const ITS_AUTHORITY = 'Put the certificate of that authority (PEM) into FILE and try again';

/**
 * What is wrong with a certificate, by the code of OpenSSL's verification, said of an address. FILE: of authorities of one's own.
 * https://nodejs.org/api/tls.html#x509-certificate-error-codes
 */
const CERTIFICATES: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT:
    'signs itself, so that this computer does not trust it. If you know that it is that of your service, put a copy of it (PEM) into FILE and try again.',
  SELF_SIGNED_CERT_IN_CHAIN: `${SIGNED_BY_UNKNOWN} ${ITS_AUTHORITY}.`,
  UNABLE_TO_GET_ISSUER_CERT: `${SIGNED_BY_UNKNOWN} ${ITS_AUTHORITY}.`,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: `${SIGNED_BY_UNKNOWN} ${ITS_AUTHORITY}.`,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: `${SIGNED_BY_UNKNOWN} ${ITS_AUTHORITY}; where it is a public one, the service has to be given the whole chain with --tls-cert.`,
  CERT_HAS_EXPIRED:
    'has expired, or that of who signed it has. Check the clock of this computer; if it is right, the service has to be given a new one with --tls-cert.',
  CERT_NOT_YET_VALID:
    'is not valid yet. Check the clock of this computer, and that of the one where the certificate was made.',
};

/** Of TLS in any other way. */
const OF_TLS = /^(CERT_|ERR_TLS_|ERR_SSL_|ERR_OSSL_|UNABLE_TO_|EPROTO$)/;

/**
 * Why no connection to `url` (or the address of a socket) came about; null where it is neither about TLS nor about whose a socket
 * is, and the network or the service is to be looked at.
 */
export function connectionFault(error: TlsError, url: string): ConnectionFault | null {
  const isSocket = socketPathOf(url) !== null;
  const sentence = isSocket ? ofSocket(error, url) : sentenceFor(error, new URL(url));
  return sentence === null ? null : new ConnectionFault(sentence, { cause: error });
}

/** The one that a failed call carries. */
export function connectionFaultIn(error: unknown): ConnectionFault | null {
  for (let inner = error; inner instanceof Error; inner = inner.cause)
    if (inner instanceof ConnectionFault) return inner;
  return null;
}

const ofSocket = ({ code }: TlsError, address: string): string | null =>
  code === 'EACCES' || code === 'EPERM'
    ? `The service at ${address} is for the user of this computer who started it, and for nobody else. Join a service that listens on a port, or on the network.`
    : null;

function sentenceFor(
  { message, code = '', cert }: TlsError,
  { origin, hostname, protocol }: URL,
): string | null {
  const wrong = CERTIFICATES[code];
  if (wrong !== undefined) return `The certificate of ${origin} ${withFile(wrong)}`;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return `The certificate of ${origin} is for ${namesIn(cert?.subjectaltname)}, and not for ${hostname}. Use an address with a name that it is for, or give the service one that is for ${hostname}.`;
  if (/wrong.version.number/i.test(message))
    return `What listens at ${origin} does not speak TLS. Check the port; where a proxy speaks TLS for the service, use the address of the proxy, and on the computer of the service itself http:// instead of https://.`;
  if (code === 'ECONNRESET' && protocol === 'http:')
    return `What listens at ${origin} ended the connection without an answer. If it speaks TLS, as a service with a certificate does, write https:// instead of http://; else try again.`;
  if (code === 'ECONNRESET' && /before secure TLS connection/.test(message))
    return `What listens at ${origin} ended the connection before TLS was set up. Check the port, and whether a proxy or a firewall on the way lets TLS through.`;
  if (!OF_TLS.test(code)) return null;
  return `No TLS connection to ${origin} came about (${message.trim()}). Check the port, and the certificate of the service.`;
}

/** Where it is there already, and cannot be used, that is what is to be mended. */
function withFile(wrong: string): string {
  if (!wrong.includes('FILE')) return wrong;
  const own = ownAuthorities();
  const named = wrong.replace('FILE', () => own?.path ?? 'authorities.pem in LATCHKEY_HOME');
  return own?.problem ? `${named} ${own.problem}` : named;
}

function namesIn(said: unknown): string {
  const names = certificateNames(typeof said === 'string' ? said : undefined);
  if (names.length === 0) return 'another name';
  return names.length > MOST_NAMES ? `${names.slice(0, MOST_NAMES).join(', ')} and others` : names.join(', ');
}
