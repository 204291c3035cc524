import { ProviderFault } from '../kit/provider-fault.ts';

/** SQLSTATE classes and codes after which trying again is useless until a person changed something. */
const PERMANENT = /^(28|3D|42|22|0A|2B)/;

/** Node's names for a certificate that proves nothing. https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const UNTRUSTED = /CERT_|_CERT|VERIFY_LEAF/;

/** What PostgreSQL, its driver or the network said, with its class. https://www.postgresql.org/docs/current/errcodes-appendix.html */
export function explainError(error: unknown): ProviderFault | null {
  if (!(error instanceof Error)) return null;
  const { code, detail } = error as Error & { code?: unknown; detail?: unknown };
  if (typeof code === 'string' && UNTRUSTED.test(code))
    return new ProviderFault(
      'permanent',
      `The server's certificate is not trusted here: ${error.message}. Name the file of the authority that signed it as caFile.`,
    );
  const hint =
    typeof detail === 'string' && code === '2BP01' ? ` (${detail.split('\n').slice(0, 5).join('; ')})` : '';
  const message = error.message || `The server cannot be reached (${String(code)}).`;
  const permanent = typeof code === 'string' && code.length === 5 && PERMANENT.test(code);
  return new ProviderFault(permanent ? 'permanent' : 'transient', `PostgreSQL: ${message}${hint}`);
}
