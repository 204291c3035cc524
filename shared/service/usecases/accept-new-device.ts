import { checkStatement } from '../../domain/statements/check-statement.ts';
import { signerOf } from '../../domain/statements/check-record.ts';
import { NOTHING_SEEN, type StatementType } from '../../domain/statements/statement.ts';
import { refuse } from '../../domain/refusal.ts';
import { err } from '../../lib/result.ts';
import type { SentStatement } from '../../contract/statement-schemas.ts';
import { orThrow } from './or-throw.ts';
import type { Parts } from './parts.ts';

type Brings = Extract<StatementType, 'joinOrganisation' | 'foundOrganisation'>;

/**
 * A statement by a device that begins with it: signed by its own key, from which its number follows. It has seen nothing yet. Its
 * hash, in lower case hex.
 *
 * @throws RefusalError when it is not what it should be
 */
export async function acceptNewDevice<T extends Brings>(
  { organisation, crypto }: Pick<Parts, 'organisation' | 'crypto'>,
  type: T,
  signed: SentStatement<T>,
): Promise<string> {
  const device = signerOf(crypto.sha256, signed.statement);
  const left = device
    ? checkStatement(crypto.sha256, signed, { log: organisation.identity.origin, type, device })
    : 'type';
  const { size, root } = signed.statement.seen;
  const isOf = size === NOTHING_SEEN.size && root === NOTHING_SEEN.root;
  if (typeof left === 'string' || !isOf || !(await crypto.fits(left))) return orThrow(err(NOT_ITS_OWN));
  return crypto.hashHex(left.message);
}

const NOT_ITS_OWN = refuse('badSignature', 'keysNotFitting');
