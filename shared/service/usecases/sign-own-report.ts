import type { Report } from '../../contract/api-types.ts';
import type { OwnRunner } from '../../domain/organisation/organisation-entry.ts';
import {
  NOTHING_SEEN,
  SERVICE,
  statementBytes,
  type SignedStatement,
  type Statement,
} from '../../domain/statements/statement.ts';
import { ownValue } from '../../lib/own-value.ts';
import type { Parts } from './parts.ts';

/** The service's own runner, and what signs by its key: Ed25519, in base64url. */
export interface OwnSigner {
  readonly runner: OwnRunner;
  readonly sign: (message: Uint8Array) => string;
}

/**
 * What the service's own runner says, by the key that the founding or an owner signed in. Undefined where nobody did: it is the
 * service's word then. To be asked as it is written down: from being signed in on nothing else is believed.
 */
export function signOwnReport(
  {
    organisation,
    builtInRunner,
    crypto,
    time,
  }: Pick<Parts, 'organisation' | 'builtInRunner' | 'crypto' | 'time'>,
  own: OwnSigner,
  report: Report,
): SignedStatement<'reportGrant'> | undefined {
  const { deviceId: device } = builtInRunner;
  if (ownValue(organisation.runners, device) !== own.runner.signingKey) return undefined;
  const statement: Statement<'reportGrant'> = {
    ...{ v: 1, log: organisation.identity.origin, type: 'reportGrant', by: SERVICE, device, at: time.now() },
    ...{ seen: NOTHING_SEEN, body: bodyOf(report) },
  };
  return { statement, signature: own.sign(statementBytes(crypto.sha256, statement)) };
}

/** What was made and sealed stands in no entry. */
function bodyOf(report: Report): Statement<'reportGrant'>['body'] {
  if (report.kind !== 'activated') return report;
  const { state: _state, sealed: _sealed, ...body } = report;
  return body;
}
