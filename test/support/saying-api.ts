import { createSigner } from '../../shared/client/signer.ts';
import type { Api, Caller } from '../../shared/api/api.ts';
import type { CheckReport, Report } from '../../shared/contract/api-types.ts';
import type { publishInput, SignedReport } from '../../shared/contract/api-schemas.ts';
import type { SentBody, SignedCall } from '../../shared/contract/statement-schemas.ts';
import { NOTHING_SEEN, type StatementType } from '../../shared/domain/statements/statement.ts';
import { parseOrganisation } from '../../shared/organisation-files/parse-organisation.ts';
import { inviteExpiry } from '../../shared/domain/invite/invite-life.ts';
import { hexOf } from '../../shared/lib/hex-of.ts';
import { instant } from '../../shared/lib/time.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import { sha256, type SigningKey } from '../../shared/system/node-crypto.ts';
import { newInviteCode } from '../../shared/system/invite-code.ts';
import { inviteKeyText } from './join-by-code.ts';
import type { z } from 'zod';

type Says<T extends StatementType, F extends (caller: Caller, input: SignedCall<T>) => unknown> = (
  caller: Caller,
  said: SentBody<T> | SignedCall<T>,
) => ReturnType<F>;

/** A service's procedures as `shared/client` has them: who calls says what they do, and it is signed for them. */
export interface SayingApi extends Omit<
  Api,
  'org' | 'devices' | 'requests' | 'reviews' | 'grants' | 'runner'
> {
  readonly runner: Omit<Api['runner'], 'report'> & {
    report(caller: Caller, report: Report | CheckReport | SignedReport): Promise<void>;
  };
  readonly org: {
    publish(
      caller: Caller,
      input: Omit<z.input<typeof publishInput>, 'follows'> & { readonly follows?: number },
      signal?: AbortSignal,
    ): ReturnType<Api['org']['publish']>;
    /** Makes the code, too. */
    invite(
      caller: Caller,
      wanted: { readonly person: string; readonly replaces?: true },
    ): Promise<{ readonly code: string; readonly expiresAt: number }>;
    readonly confirm: Says<'confirmMember', Api['org']['confirm']>;
    readonly signInRunner: Says<'signInRunner', Api['org']['signInRunner']>;
    readonly rotateLogKey: Says<'rotateLogKey', Api['org']['rotateLogKey']>;
    readonly setRecoveryKey: Says<'setRecoveryKey', Api['org']['setRecoveryKey']>;
  };
  readonly devices: Omit<Api['devices'], 'rename' | 'remove'> & {
    readonly rename: Says<'renameDevice', Api['devices']['rename']>;
    readonly remove: Says<'removeDevice', Api['devices']['remove']>;
  };
  readonly requests: Omit<Api['requests'], 'submit' | 'withdraw' | 'comment'> & {
    readonly submit: Says<'submitRequest', Api['requests']['submit']>;
    readonly withdraw: Says<'withdrawRequest', Api['requests']['withdraw']>;
    readonly comment: Says<'commentOnRequest', Api['requests']['comment']>;
  };
  readonly reviews: { readonly give: Says<'reviewRequest', Api['reviews']['give']> };
  readonly grants: Omit<Api['grants'], 'end' | 'endAll'> & {
    readonly end: Says<'endGrant', Api['grants']['end']>;
    readonly endAll: Says<'endAllGrants', Api['grants']['endAll']>;
  };
}

interface Signing {
  readonly keyOf: (caller: Caller) => SigningKey;
  readonly clock: Pick<Clock, 'now'>;
}

let ticks = 0;
/** Nobody does two things in the same millisecond: what says the same would be the same statement. */
const nextTick = (): number => (ticks = (ticks + 1) % 1_000);

/** Signs what this caller says, as somebody who has seen nothing of the log. */
export async function signAs<T extends StatementType>(
  api: Api,
  caller: Caller,
  { type, body, keyOf, clock }: Signing & { readonly type: T; readonly body: SentBody<T> },
): Promise<SignedCall<T>> {
  const { organisation, me } = await api.session.me(caller);
  const { publicKey, seed } = keyOf(caller);
  const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
  const signer = createSigner({
    identity: {
      signing: { publicKey: text(publicKey), seed: text(seed) },
      log: { origin: organisation.origin, key: organisation.logKey },
      deviceId: caller.deviceId,
      member: { id: caller.memberId, name: me.name, kind: me.kind },
    },
    now: () => instant(clock.now() + nextTick()),
    seen: () => Promise.resolve(NOTHING_SEEN),
  });
  return { signed: await signer.sign(type, body) };
}

export function sayingApi(api: Api, signing: Signing): SayingApi {
  const says =
    <T extends StatementType, A>(type: T, call: (caller: Caller, input: SignedCall<T>) => Promise<A>) =>
    async (caller: Caller, said: SentBody<T> | SignedCall<T>): Promise<A> =>
      call(
        caller,
        'signed' in said
          ? (said as SignedCall<T>)
          : await signAs(api, caller, { ...signing, type, body: said }),
      );
  return {
    ...api,
    org: {
      async publish(caller, input, signal) {
        const { organisation } = await api.session.me(caller);
        const { follows = organisation.version, providerDigests } = input;
        const parsed = { ...input, follows } as Parameters<Api['org']['publish']>[1];
        if (input.dryRun || parsed.signed) return api.org.publish(caller, parsed, signal);
        const { people, catalog, policy } = input.files;
        const files = { people: hashOf(people), catalog: hashOf(catalog), policy: hashOf(policy) };
        const owners = [...(parseOrganisation(input.files, 1, providerDigests).organisation?.owners ?? [])];
        const body = { files, providerDigests, owners, follows };
        const signed = await signAs(api, caller, { ...signing, type: 'publishOrganisation', body });
        return api.org.publish(caller, { ...parsed, ...signed }, signal);
      },
      async invite(caller, { person, replaces }) {
        const { founding = null, logKey } = (await api.session.me(caller)).organisation;
        const code = newInviteCode({ founding, logKey });
        const expiresAt = inviteExpiry(signing.clock.now());
        const body = { person, inviteKey: inviteKeyText(code), expiresAt, ...(replaces && { replaces }) };
        const signed = await signAs(api, caller, { ...signing, type: 'inviteDevice', body });
        return { code, ...(await api.org.invite(caller, signed)) };
      },
      confirm: says('confirmMember', api.org.confirm),
      signInRunner: says('signInRunner', api.org.signInRunner),
      rotateLogKey: says('rotateLogKey', api.org.rotateLogKey),
      setRecoveryKey: says('setRecoveryKey', api.org.setRecoveryKey),
    },
    devices: {
      ...api.devices,
      rename: says('renameDevice', api.devices.rename),
      remove: says('removeDevice', api.devices.remove),
    },
    runner: {
      ...api.runner,
      async report(caller, report) {
        if (!('kind' in report) || report.kind === 'checked') return api.runner.report(caller, report);
        const isMade = report.kind === 'activated';
        const { state, sealed, ...body } = isMade
          ? report
          : { ...report, state: undefined, sealed: undefined };
        const signed = await signAs(api, caller, { ...signing, type: 'reportGrant', body });
        return api.runner.report(caller, isMade ? { ...signed, state, sealed } : signed);
      },
    },
    requests: {
      ...api.requests,
      submit: says('submitRequest', api.requests.submit),
      withdraw: says('withdrawRequest', api.requests.withdraw),
      comment: says('commentOnRequest', api.requests.comment),
    },
    reviews: { give: says('reviewRequest', api.reviews.give) },
    grants: {
      ...api.grants,
      end: says('endGrant', api.grants.end),
      endAll: says('endAllGrants', api.grants.endAll),
    },
  };
}

const hashOf = (text: string): string => hexOf(sha256(new TextEncoder().encode(text)));
