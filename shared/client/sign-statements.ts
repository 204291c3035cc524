import { TRPCClientError, type Operation, type TRPCLink } from '@trpc/client';
import { observable, type Unsubscribable } from '@trpc/server/observable';
import type { CheckReport, Report } from '../contract/api-types.ts';
import type { AppRouter } from '../api/app-router.ts';
import { parseOrganisation } from '../organisation-files/parse-organisation.ts';
import { ENDS_ACCESS, signedBy } from '../api/procedures.ts';
import type { SentBody, SentStatement } from '../contract/statement-schemas.ts';
import { NOTHING_SEEN, type StatementType } from '../domain/statements/statement.ts';
import { hexOf } from '../lib/hex-of.ts';
import { sha256 } from '../system/node-crypto.ts';
import { refusalOf } from './refusal-of.ts';
import type { Signer } from './signer.ts';

/**
 * Signs what callers say, where a procedure wants it signed, so that no caller has to think of it. What was signed before, and
 * waited, goes as it is. What ends access is said by somebody who has seen nothing where what was seen cannot be known, and said
 * again so where the service does not have the log that was seen here: whatever happened to it, access ends.
 */
export const signStatements =
  (signer: Signer): TRPCLink<AppRouter> =>
  () =>
  ({ op, next }) => {
    const type = signedBy(op.path);
    if (type === undefined) return next(op);
    const mayDoubt = ENDS_ACCESS.has(op.path);
    return observable((observer) => {
      let sent: Unsubscribable | null = null;
      let isOver = false;
      const fail = (fault: unknown): void => observer.error(TRPCClientError.from(fault as Error));
      const send = (input: unknown, onRefused: (fault: TRPCClientError<AppRouter>) => void): void => {
        if (isOver) return;
        sent = next({ ...op, input }).subscribe({
          next: (value) => observer.next(value),
          complete: () => observer.complete(),
          error: onRefused,
        });
      };
      const sendFirst = (input: unknown): void =>
        send(input, (fault) => {
          if (!mayDoubt || refusalOf(fault)?.code !== 'otherHistory') return observer.error(fault);
          withNothingSeen(signer, input as SignedInput).then(
            (again) => send(again, (last) => observer.error(last)),
            fail,
          );
        });
      inputOf(mayDoubt ? doubting(signer) : signer, type, op).then(sendFirst, fail);
      return () => {
        isOver = true;
        sent?.unsubscribe();
      };
    });
  };

/** Signs also where it cannot be known now what was seen: for who is too old, the log is not there to be looked at. */
const doubting = ({ sign }: Signer): Signer => ({
  sign: (type, body, what) =>
    sign(type, body, what).catch(() => sign(type, body, { ...what, seen: NOTHING_SEEN })),
});

interface SignedInput {
  readonly signed: SentStatement;
}

const isSigned = (input: unknown): input is SignedInput =>
  typeof input === 'object' && input !== null && 'signed' in input && input.signed !== undefined;

async function withNothingSeen(signer: Signer, { signed, ...rest }: SignedInput): Promise<SignedInput> {
  const { type, body, at } = signed.statement;
  return {
    ...rest,
    signed: await signer.sign(type, body as SentBody<typeof type>, { at, seen: NOTHING_SEEN }),
  };
}

async function inputOf({ sign }: Signer, type: StatementType, { input }: Operation): Promise<unknown> {
  if (isSigned(input)) return input;
  if (type === 'reportGrant') return reportOf(sign, input as ToReport);
  if (type !== 'publishOrganisation') return { signed: await sign(type, input as SentBody<typeof type>) };
  const { files, providerDigests, dryRun, follows } = input as ToPublish;
  // A signature of what is only looked at would be one to publish it by.
  if (dryRun) return input;
  const { people, catalog, policy } = files;
  const hashes = { people: hashOf(people), catalog: hashOf(catalog), policy: hashOf(policy) };
  // With mistakes in them nothing is published, whatever is signed.
  const owners = parseOrganisation(files, follows + 1, providerDigests).organisation?.owners ?? [];
  const said = { files: hashes, providerDigests, owners: [...owners], follows };
  return { ...(input as ToPublish), signed: await sign(type, said) };
}

type ToReport = Report | CheckReport;

/** What was made and sealed goes beside the statement: it stands in no entry. */
async function reportOf(sign: Signer['sign'], report: ToReport): Promise<unknown> {
  if (report.kind === 'checked') return report;
  if (report.kind !== 'activated') return { signed: await sign('reportGrant', report) };
  const { state, sealed, ...body } = report;
  return { signed: await sign('reportGrant', body), state, sealed };
}

interface ToPublish {
  readonly files: Readonly<Record<'people' | 'catalog' | 'policy', string>>;
  readonly providerDigests: Record<string, string>;
  readonly dryRun: boolean;
  readonly follows: number;
}

const hashOf = (text: string): string => hexOf(sha256(new TextEncoder().encode(text)));
