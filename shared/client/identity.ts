import { z } from 'zod';
import { memberSchema } from '../contract/api-schemas.ts';
import { idSchema, nameSchema, publicKeySchema, sha256HexSchema } from '../contract/scalars.ts';
import { pinnedLogSchema } from '../formats/sealed/pinned-log-schema.ts';
import { defineFormat } from '../formats/format.ts';
import { fieldOf } from '../formats/wire/field-of.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { parseServiceUrl } from '../system/service-url.ts';
import { told, type Told } from '../words/told.ts';

/** All that makes this device this device for one service. Everything in it is secret: who has it is the member. */
// not for people: a fault of the schema
const identitySchema = z.object({
  url: z
    .string()
    .max(500)
    .refine((url) => parseServiceUrl(url).ok, 'not the address of a service'),
  deviceId: idSchema,
  member: memberSchema.pick({ id: true, name: true, kind: true }),
  organisation: nameSchema,
  /** Ed25519: calls are proven and reviews signed with it. `seed` and `publicKey` are 32 raw bytes in base64url. */
  signing: z.object({ publicKey: publicKeySchema, seed: publicKeySchema }),
  /** X25519: credentials are sealed to it. */
  sealing: z.object({ publicKey: publicKeySchema, privateKey: publicKeySchema }),
  /** The log's origin and C2SP verifier key, pinned on joining, and those that it had before. */
  log: pinnedLogSchema,
  /** Hash of the statement by which the organisation was founded, pinned likewise; null where a service of before began it. */
  founding: sha256HexSchema.nullable(),
});

export type Identity = z.output<typeof identitySchema>;

/** Of before organisations were founded. */
const unfounded = identitySchema.omit({ founding: true });
/** Version 1 had a token, which was the person to whoever had it. Nobody takes it any more. */
const withToken = unfounded.extend({ token: z.string().min(40).max(100) });

export const identityFormat = defineFormat<Identity>(
  'identity',
  [
    { schema: withToken, up: ({ token: _token, ...identity }: z.output<typeof withToken>) => identity },
    // Nor did version 2 know an address but of the web: whoever knows no other says that a version 3 is newer, not damaged.
    { schema: unfounded, up: (identity: z.output<typeof unfounded>) => ({ ...identity, founding: null }) },
  ],
  identitySchema,
);

export const identityToText = (identity: Identity): string =>
  `${JSON.stringify(identityFormat.write(identity), null, 2)}\n`;

/** The identity in `text`, or why it cannot be read. How it is stored (a file, the desktop's keyring) is up to the caller. */
export function identityFromText(text: string): Result<Identity, Told> {
  const raw = parsed(text);
  const read = identityFormat.read(raw);
  if (read.kind === 'known') return ok(read.value);
  const version = fieldOf(raw, 'v');
  return err(typeof version === 'number' && version > identityFormat.version ? NEWER : DAMAGED);
}

/** Whether it was written by an earlier Latchkey, which may have left a token in it: it is better written anew. */
export const isOfEarlier = (text: string): boolean => fieldOf(parsed(text), 'v') !== identityFormat.version;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const NEWER = told('identityByNewer');
const DAMAGED = told('identityDamaged');
