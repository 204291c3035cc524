import type { Report } from '../../contract/api.ts';
import {
  NOTHING_SEEN,
  SERVICE,
  statementBytes,
  type SignedStatement,
  type Statement,
} from '../../domain/statements/statement.ts';
import type { SigningKey } from '../../system/node-crypto.ts';
import { sign } from '../../system/node-crypto.ts';
import type { Parts } from './parts.ts';

/**
 * What the service's own runner says, by the key that was signed in as the organisation was founded. Undefined where it was not:
 * of another service on the same database, or of before, it is the service's word.
 */
export function signOwnReport(
  {
    organisation,
    builtInRunner,
    crypto,
    time,
  }: Pick<Parts, 'organisation' | 'builtInRunner' | 'crypto' | 'time'>,
  key: SigningKey | null,
  report: Report,
): SignedStatement<'reportGrant'> | undefined {
  const runner = organisation.founding?.signed.statement.body.runner;
  const { deviceId: device } = builtInRunner;
  const isSignedIn = key !== null && runner?.device === device && runner.signingKey === textOf(key.publicKey);
  if (!isSignedIn) return undefined;
  const statement: Statement<'reportGrant'> = {
    ...{ v: 1, log: organisation.identity.origin, type: 'reportGrant', by: SERVICE, device, at: time.now() },
    ...{ seen: NOTHING_SEEN, body: bodyOf(report) },
  };
  const signature = sign(key.seed, statementBytes(crypto.sha256, statement));
  return { statement, signature: textOf(signature) };
}

/** What was made and sealed stands in no entry. */
function bodyOf(report: Report): Statement<'reportGrant'>['body'] {
  if (report.kind !== 'activated') return report;
  const { state: _state, sealed: _sealed, ...body } = report;
  return body;
}

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
