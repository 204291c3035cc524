import { told } from '../words/told.ts';
import { ToldError } from '../words/told-error.ts';
import { z } from 'zod';
import { nameSchema, newKeySchema, sha256HexSchema, signatureSchema } from '../contract/scalars.ts';
import { sentStatementSchema } from '../contract/statement-schemas.ts';
import { refuse, type Refusal } from '../domain/refusal.ts';
import type { SignedStatement } from '../domain/statements/statement.ts';
import type { Result } from '../lib/result.ts';
import { keyText } from '../system/key-text.ts';
import { generateSigningKey } from '../system/node-crypto.ts';
import { generateSealingKey } from '../system/sealed-box.ts';
import { foundingOf } from './check-founding.ts';
import type { Identity } from './identity.ts';
import { whoIsAt } from './prove-address.ts';

const foundingSchema = z.object({
  signed: sentStatementSchema('foundOrganisation'),
  byInvite: signatureSchema,
  inviteKey: newKeySchema,
});

const keysSchema = z.object({
  inviteKey: newKeySchema,
  signing: z.object({ publicKey: newKeySchema, seed: newKeySchema }),
  sealing: z.object({ publicKey: newKeySchema, privateKey: newKeySchema }),
  /** The log for which they were made, as its service said. */
  at: z.object({ origin: z.string().max(300), key: z.string().max(500) }).optional(),
});

/** So many invites that were tried before are kept beside the last one. */
const MOST_BEFORE = 8;

const pendingSchema = keysSchema.extend({
  v: z.literal(1),
  /** Those of invites that were tried before this one, and whose answer may come yet: the latest first. */
  before: z.array(keysSchema).max(MOST_BEFORE).optional(),
  /** What was signed to found an organisation, and the words that it is recovered by: sent again as it was. */
  founding: z.object({ sent: foundingSchema, recoveryWords: z.string().max(300) }).nullable(),
  /** What an owner signed who comes back with the recovery key, and how their organisation was founded: sent again as it was. */
  recovery: z
    .object({
      signed: sentStatementSchema('joinOrganisation'),
      log: z.object({ name: nameSchema, origin: z.string().max(300), logKey: z.string().max(500) }),
      founding: sha256HexSchema.nullable(),
    })
    .nullish(),
});

/**
 * The keys with which a device is about to join by an invite. They are kept until its answer is, so that a lost answer locks
 * nobody out: the same keys are the same device.
 */
export type PendingJoin = z.output<typeof pendingSchema>;

/** Where they are kept meanwhile. */
export interface PendingJoins {
  /** What is none is not there. Throws, with a sentence, where it cannot be opened here, is a newer form's, or others may read it. */
  load(): Promise<PendingJoin | null>;
  save(pending: PendingJoin): Promise<void>;
  forget(): Promise<void>;
}

/** What was begun here cannot be gone on with as it lies there, whatever passphrase is given: nothing is begun in its place. */
export class PendingShut extends ToldError {}

/** In memory: for who asks again with the same program. */
export function pendingInMemory(): PendingJoins {
  let kept: PendingJoin | null = null;
  return {
    load: () => Promise.resolve(kept),
    save: (pending) => Promise.resolve(void (kept = pending)),
    forget: () => Promise.resolve(void (kept = null)),
  };
}

/**
 * The service knows nothing of these keys, and takes them no more: nothing is to be gone on with. A founding is never forgotten so,
 * and nothing is by the word of another service than the one that it was for.
 */
export async function forgetRefused(
  pendings: PendingJoins,
  {
    url,
    inviteKey,
    answer,
  }: { readonly url: string; readonly inviteKey: string; readonly answer: Result<unknown, Refusal> },
): Promise<void> {
  if (answer.ok || answer.error.code !== 'badInvite') return;
  const left = await pendings.load();
  if (left?.inviteKey !== inviteKey || left.founding) return;
  const log = logOf(left);
  if (log === null || (await whoIsAt(url, { log })).kind !== 'ours') return;
  const [next, ...before] = left.before ?? [];
  if (next) await pendings.save({ v: 1, ...next, founding: null, before });
  else await pendings.forget();
}

function logOf({ at, recovery }: PendingJoin): Identity['log'] | null {
  return recovery ? { origin: recovery.log.origin, key: recovery.log.logKey } : (at ?? null);
}

/** What was begun with this invite, if it was; else what was begun last. */
export function keptFor(kept: PendingJoin | null, inviteKey: string): PendingJoin | null {
  const found = kept?.before?.find((each) => each.inviteKey === inviteKey);
  if (!kept || !found || kept.inviteKey === inviteKey || isHeld(kept)) return kept;
  const { before, ...rest } = kept;
  return besides(
    { ...rest, before: before?.filter((each) => each !== found) },
    { v: 1, ...found, founding: null },
  );
}

/** `pending`, with what was begun before it by other invites. */
export function besides(kept: PendingJoin | null, pending: PendingJoin): PendingJoin {
  if (!kept || kept.inviteKey === pending.inviteKey) return pending;
  const { inviteKey, signing, sealing, at, before = [] } = kept;
  const own = isHeld(kept) ? [] : [{ inviteKey, signing, sealing, at }];
  return { ...pending, before: [...own, ...before].slice(0, MOST_BEFORE) };
}

/** It may hold the only way back into an organisation, and gives way to nothing. */
const isHeld = ({ founding, recovery }: PendingJoin): boolean => Boolean(founding ?? recovery);

/** Why nothing else is begun beside what was begun to come back with a recovery key; null where there is nothing of the kind. */
export const whyNotBesideRecovery = (kept: PendingJoin | null): Refusal | null =>
  kept?.recovery
    ? refuse('alreadyExists', 'recoveryUnfinished', { person: kept.recovery.signed.statement.by })
    : null;

/** The same of a founding, whose words are kept nowhere else. */
export const whyNotBeside = (kept: PendingJoin | null): Refusal | null =>
  kept?.founding ? FOUNDING_UNFINISHED : whyNotBesideRecovery(kept);

export const FOUNDING_UNFINISHED = refuse('alreadyExists', 'foundingUnfinished');

/** Somebody else founded the organisation that was about to be founded with this: it leads nowhere any more. */
export function isFoundedByAnother(
  { founding }: Pick<PendingJoin, 'founding'>,
  log: { readonly origin: string },
  signed: SignedStatement | null | undefined,
): boolean {
  const own = founding?.sent.signed;
  if (!own || !signed || own.statement.log !== log.origin) return false;
  const other = foundingOf(log, signed);
  return other !== null && other !== foundingOf(log, own);
}

export const pendingToText = (pending: PendingJoin): string => `${JSON.stringify(pending)}\n`;

/** Null: it is none. Throws, with a sentence, where a newer Latchkey wrote it. */
export function pendingFromText(text: string): PendingJoin | null {
  const raw = parsed(text);
  if (isNewer(raw)) throw new PendingShut(NEWER_PENDING);
  return pendingSchema.safeParse(raw).data ?? null;
}

/** Whether something that stands there is in a form that is not known yet. */
export const isNewer = (raw: unknown): boolean =>
  typeof raw === 'object' && raw !== null && 'v' in raw && raw.v !== 1;

export const NEWER_PENDING = told('joiningOfNewer');

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** New keys for whoever joins with this invite. */
export async function newPendingJoin(inviteKey: string): Promise<PendingJoin> {
  const signing = generateSigningKey();
  return {
    ...{ v: 1, inviteKey, founding: null, sealing: await generateSealingKey() },
    signing: { publicKey: keyText(signing.publicKey), seed: keyText(signing.seed) },
  };
}
