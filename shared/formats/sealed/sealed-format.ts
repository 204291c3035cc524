import { z } from 'zod';
import { idSchema, nameSchema } from '../../contract/scalars.ts';
import { defineFormat } from '../format.ts';
import { pinnedLogSchema } from './pinned-log-schema.ts';

const base64url = (least: number, most: number) =>
  z
    .string()
    .min(least)
    .max(most)
    .regex(/^[A-Za-z0-9_-]+$/);

/**
 * How a passphrase becomes a key: scrypt (RFC 7914), with N = 2^logN. What is read is bounded on both sides: a file that
 * somebody else wrote takes 256 MiB at most, and has nobody's passphrase turned into a key that is cheap to guess by.
 */
const stretchSchema = z.strictObject({
  by: z.literal('scrypt'),
  logN: z.number().int().min(14).max(18),
  r: z.literal(8),
  p: z.literal(1),
  /** 16 bytes. */
  salt: base64url(22, 22),
});
export type Stretch = z.output<typeof stretchSchema>;

/** What may be known of a device whose keys are locked: where it joined, and the log that it pinned. No secret is in it. */
const aboutSchema = z.strictObject({
  url: z.string().max(500),
  deviceId: idSchema,
  organisation: nameSchema,
  log: pinnedLogSchema,
});
export type AboutDevice = z.output<typeof aboutSchema>;

/**
 * Text that opens with a passphrase: AES-256-GCM (NIST SP 800-38D) by a key of 32 bytes that scrypt made of it. Everything
 * beside `box` is authenticated with it, as canonical JSON (shared/client/passphrase-seal.ts).
 */
const sealedSchema = z.strictObject({
  v: z.literal(1).optional(),
  /** What it is, so that none is taken for another. */
  sealed: z.enum(['identity', 'credentials', 'joining']),
  about: aboutSchema.nullable(),
  key: stretchSchema,
  /** 12 bytes, of chance: a key seals far fewer texts than 2^32. */
  nonce: base64url(16, 16),
  /** The encrypted text, and 16 bytes that prove it. */
  box: base64url(22, 40_000_000),
});
type Sealed = Omit<z.output<typeof sealedSchema>, 'v'>;
export type { Sealed };

export const sealedFormat = defineFormat<Sealed>(
  'sealed',
  [],
  sealedSchema.transform(({ v: _v, ...rest }) => rest),
);
