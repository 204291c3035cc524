import { certificateNames } from '../lib/certificate-names.ts';
import { socketPathOf } from '../lib/service-place.ts';
import { ownAuthorities } from '../system/authorities.ts';
import { inTurn, told, type Told } from '../words/told.ts';
import { ToldError } from '../words/told-error.ts';

/** No connection to a service came about, for a reason that people can mend: they are told what to do. */
export class ConnectionFault extends ToldError {}

/** What Node tells of a certificate's names beside `ERR_TLS_CERT_ALTNAME_INVALID`. */
interface TlsError {
  readonly message: string;
  readonly code?: string | undefined;
  readonly cert?: { readonly subjectaltname?: unknown } | undefined;
}

/** Of authorities of one's own; empty where no folder for them was named. */
const ownFile = (): string => ownAuthorities()?.path ?? '';

/**
 * What is wrong with a certificate, by the code of OpenSSL's verification, said of an address.
 * https://nodejs.org/api/tls.html#x509-certificate-error-codes
 */
const CERTIFICATES: Readonly<Record<string, (origin: string) => Told>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: (origin) => mended(told('certificateOfItself', { origin, file: ownFile() })),
  SELF_SIGNED_CERT_IN_CHAIN: ofUnknown,
  UNABLE_TO_GET_ISSUER_CERT: ofUnknown,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: ofUnknown,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: (origin) =>
    mended(told('certificateWithoutChain', { origin, file: ownFile() })),
  CERT_HAS_EXPIRED: (origin) => told('certificateExpired', { origin }),
  CERT_NOT_YET_VALID: (origin) => told('certificateTooEarly', { origin }),
};

/** Of TLS in any other way. */
const OF_TLS = /^(CERT_|ERR_TLS_|ERR_SSL_|ERR_OSSL_|UNABLE_TO_|EPROTO$)/;

/**
 * Why no connection to `url` (or the address of a socket) came about; null where it is neither about TLS nor about whose a socket
 * is, and the network or the service is to be looked at.
 */
export function connectionFault(error: TlsError, url: string): ConnectionFault | null {
  const isSocket = socketPathOf(url) !== null;
  const said = isSocket ? ofSocket(error, url) : saidFor(error, new URL(url));
  return said === null ? null : new ConnectionFault(said, { cause: error });
}

/** The one that a failed call carries. */
export function connectionFaultIn(error: unknown): ConnectionFault | null {
  for (let inner = error; inner instanceof Error; inner = inner.cause)
    if (inner instanceof ConnectionFault) return inner;
  return null;
}

const ofSocket = ({ code }: TlsError, address: string): Told | null =>
  code === 'EACCES' || code === 'EPERM' ? told('socketOfOther', { address }) : null;

function saidFor({ message, code = '', cert }: TlsError, { origin, hostname, protocol }: URL): Told | null {
  const wrong = CERTIFICATES[code];
  if (wrong !== undefined) return wrong(origin);
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return told('certificateOfOther', { origin, hostname, names: namesIn(cert?.subjectaltname) });
  if (/wrong.version.number/i.test(message)) return told('noTlsThere', { origin });
  if (code === 'ECONNRESET' && protocol === 'http:') return told('endedUnanswered', { origin });
  if (code === 'ECONNRESET' && /before secure TLS connection/.test(message))
    return told('endedBeforeTls', { origin });
  return OF_TLS.test(code) ? told('noTlsConnection', { origin, why: message.trim() }) : null;
}

function ofUnknown(origin: string): Told {
  return mended(told('certificateOfUnknown', { origin, file: ownFile() }));
}

/** Where the file is there already, and cannot be used, that is what is to be mended. */
function mended(wrong: Told): Told {
  const problem = ownAuthorities()?.problem;
  return problem ? inTurn([wrong, problem]) : wrong;
}

const namesIn = (said: unknown): readonly string[] =>
  certificateNames(typeof said === 'string' ? said : undefined).slice(0, MOST_NAMES);

/** A certificate may have any number of them. */
const MOST_NAMES = 100;
