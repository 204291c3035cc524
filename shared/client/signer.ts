import type { SentBody, SentStatement } from '../contract/statement-schemas.ts';
import {
  statementBytes,
  type Seen,
  type Statement,
  type StatementType,
} from '../domain/statements/statement.ts';
import { instant, type Instant } from '../lib/time.ts';
import { sha256, signer } from '../system/node-crypto.ts';
import type { Identity } from './identity.ts';

/** Says by this device what its person does. */
export interface Signer {
  /**
   * `at`: when it was done; left out, it is done now. `seen`: left out, the last head that was verified here. Rejects when that
   * is not known, as where a client that keeps nothing cannot reach the service.
   */
  sign<T extends StatementType>(
    type: T,
    body: SentBody<T>,
    what?: { readonly at?: Instant; readonly seen?: Seen },
  ): Promise<SentStatement<T>>;
}

/** The one place where statements are signed. What is done twice in one millisecond is two statements. `seen`: the last head of the log that was verified here. */
export function createSigner({
  identity,
  now,
  seen,
}: {
  readonly identity: Pick<Identity, 'signing' | 'log' | 'deviceId' | 'member'>;
  readonly now: () => Instant;
  readonly seen: () => Promise<Seen>;
}): Signer {
  let last = 0;
  /** Now, but later than anything that was done before. */
  const moment = (): Instant => {
    last = Math.max(now(), last + 1);
    return instant(last);
  };
  const signBytes = signer(Buffer.from(identity.signing.seed, 'base64url'));
  return {
    async sign<T extends StatementType>(
      type: T,
      body: SentBody<T>,
      what: { readonly at?: Instant; readonly seen?: Seen } = {},
    ) {
      const { at = moment() } = what;
      const said = {
        v: 1,
        log: identity.log.origin,
        type,
        by: identity.member.id,
        device: identity.deviceId,
        at,
        seen: what.seen ?? (await seen()),
        body,
      } as unknown as SentStatement<T>['statement'];
      const signature = signBytes(statementBytes(sha256, said as Statement));
      return { statement: said, signature: Buffer.from(signature).toString('base64url') };
    },
  };
}
