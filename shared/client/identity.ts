import { z } from 'zod';
import { memberSchema } from '../contract/api-schemas.ts';
import { idSchema, nameSchema, publicKeySchema } from '../contract/scalars.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { parseServiceUrl } from '../system/service-url.ts';

/** All that makes this device this device for one service. Everything in it is secret: who has it is the member. */
const identitySchema = z.object({
  v: z.literal(1),
  url: z
    .string()
    .max(500)
    .refine((url) => parseServiceUrl(url).ok, 'not the address of a service'),
  token: z.string().min(40).max(100),
  deviceId: idSchema,
  member: memberSchema.pick({ id: true, name: true, kind: true }),
  organisation: nameSchema,
  /** Ed25519: reviews are signed with it. `seed` and `publicKey` are 32 raw bytes in base64url. */
  signing: z.object({ publicKey: publicKeySchema, seed: publicKeySchema }),
  /** X25519: credentials are sealed to it. */
  sealing: z.object({ publicKey: publicKeySchema, privateKey: publicKeySchema }),
  /** The log's origin and C2SP verifier key, pinned on joining. */
  log: z.object({ origin: z.string().min(1).max(300), key: z.string().min(1).max(500) }),
});

export type Identity = z.output<typeof identitySchema>;

export const identityToText = (identity: Identity): string => `${JSON.stringify(identity, null, 2)}\n`;

/** The identity in `text`, or a sentence. How it is stored (a file, the desktop's keyring) is up to the caller. */
export function identityFromText(text: string): Result<Identity, string> {
  try {
    const parsed = identitySchema.safeParse(JSON.parse(text));
    return parsed.success ? ok(parsed.data) : err(DAMAGED);
  } catch {
    return err(DAMAGED);
  }
}

const DAMAGED =
  'The stored identity is damaged. Join again with a new invite: an owner makes it, or another device of yours (latchkey invite).';
