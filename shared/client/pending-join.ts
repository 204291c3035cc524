import { z } from 'zod';
import { nameSchema, newKeySchema, sha256HexSchema, signatureSchema } from '../contract/scalars.ts';
import { sentStatementSchema } from '../contract/statement-schemas.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { Result } from '../lib/result.ts';
import { keyText } from '../system/key-text.ts';
import { generateSigningKey } from '../system/node-crypto.ts';
import { generateSealingKey } from '../system/sealed-box.ts';

const foundingSchema = z.object({
  signed: sentStatementSchema('foundOrganisation'),
  byInvite: signatureSchema,
  inviteKey: newKeySchema,
});

const pendingSchema = z.object({
  v: z.literal(1),
  inviteKey: newKeySchema,
  signing: z.object({ publicKey: newKeySchema, seed: newKeySchema }),
  sealing: z.object({ publicKey: newKeySchema, privateKey: newKeySchema }),
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
  /** What cannot be read is none. Throws, with a sentence, where it is under another passphrase. */
  load(): Promise<PendingJoin | null>;
  save(pending: PendingJoin): Promise<void>;
  forget(): Promise<void>;
}

/** In memory: for who asks again with the same program. */
export function pendingInMemory(): PendingJoins {
  let kept: PendingJoin | null = null;
  return {
    load: () => Promise.resolve(kept),
    save: (pending) => Promise.resolve(void (kept = pending)),
    forget: () => Promise.resolve(void (kept = null)),
  };
}

/** The service knows nothing of these keys, and takes them no more: nothing is to be gone on with. A founding is never forgotten so. */
export async function forgetRefused(
  pendings: PendingJoins,
  { inviteKey, answer }: { readonly inviteKey: string; readonly answer: Result<unknown, Refusal> },
): Promise<void> {
  if (answer.ok || answer.error.code !== 'badInvite') return;
  const left = await pendings.load();
  if (left?.inviteKey === inviteKey && !left.founding) await pendings.forget();
}

export const pendingToText = (pending: PendingJoin): string => `${JSON.stringify(pending)}\n`;

export function pendingFromText(text: string): PendingJoin | null {
  try {
    return pendingSchema.safeParse(JSON.parse(text)).data ?? null;
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
