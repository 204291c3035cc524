import { refuse, type Refusal } from '../domain/refusal.ts';
import { signerOf } from '../domain/statements/check-record.ts';
import { checkStatement } from '../domain/statements/check-statement.ts';
import type { SignedStatement } from '../domain/statements/statement.ts';
import { hexOf } from '../lib/hex-of.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { isCodeFor } from '../system/invite-code.ts';
import { sha256 } from '../system/node-crypto.ts';
import { signatureFits } from '../system/signature-fits.ts';

/**
 * Whether a log is that of the organisation which an invite names: founded by a statement, and with a log key, that its
 * code was made for. That hash, or null where neither the code nor the service says that it was founded.
 */
export function checkFounding(
  code: string,
  log: { readonly origin: string; readonly logKey: string },
  founding: SignedStatement | null,
): Result<string | null, Refusal> {
  const id = founding && foundingOf(log, founding);
  const isSigned = founding === null || id !== null;
  const isMeant = isCodeFor(code, id === null ? null : { founding: id, logKey: log.logKey });
  return isSigned && isMeant ? ok(id) : err(OTHER_ORGANISATION);
}

/** The hash of what somebody signed to found this log, in lower case hex; null where it is not that. The log may have got another key since. */
export function foundingOf(log: { readonly origin: string }, founding: SignedStatement): string | null {
  const device = signerOf(sha256, founding.statement);
  const meant = device && ({ log: log.origin, type: 'foundOrganisation', device } as const);
  const left = meant ? checkStatement(sha256, founding, meant) : 'type';
  if (typeof left === 'string' || !signatureFits(left)) return null;
  return hexOf(sha256(left.message));
}

export const OTHER_ORGANISATION = refuse('notProven', 'inviteOfOther');
