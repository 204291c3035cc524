import { z } from 'zod';
import { LIMITS } from '../../shared/contract/limits.ts';
import { catalogItemSchema, memberSchema } from '../../shared/contract/api-schemas.ts';
import { requestStateSchema } from '../../shared/contract/request-schema.ts';
import {
  idSchema,
  instantSchema,
  nameSchema,
  poolSchema,
  requestIdSchema,
  seqSchema,
} from '../../shared/contract/scalars.ts';
import { readEach } from '../../shared/formats/format.ts';
import { LANGUAGE_CHOICES } from '../../shared/words/language.ts';
import { LARGEST_ZOOM, SMALLEST_ZOOM } from '../windows/zoom-by-key.ts';
import { upOutbox } from './earlier-outbox.ts';
import { outboxCommandSchema } from './outbox-command.ts';
import { signedOutSchema } from './signed-out.ts';
import { withoutEarlier } from './earlier-requests.ts';

const coordinate = z.number().int().min(-100_000).max(100_000);

/**
 * A list of which every line is read that can be, however many there are: a damaged one costs only itself. Whoever adds to it
 * bounds it.
 */
function lineByLine<T>(line: z.ZodType<T>) {
  return z.array(z.unknown()).transform((raws): T[] => {
    const { known } = readEach(raws, (raw) => {
      const parsed = line.safeParse(raw);
      return parsed.success ? { kind: 'known', value: parsed.data } : { kind: 'unknown', raw };
    });
    return [...known];
  });
}

/** The sections of `desktop.json`, each with what it is when nothing was kept. A damaged section costs only itself. */
export const localSections = {
  settings: z
    .object({
      theme: z.enum(['system', 'light', 'dark']),
      // Earlier versions wrote none.
      language: z.enum(LANGUAGE_CHOICES).default('system'),
      notifications: z.boolean(),
      startAtLogin: z.boolean(),
      warnMinutes: z.number().int().min(0).max(60),
    })
    .default({
      theme: 'system',
      language: 'system',
      notifications: true,
      startAtLogin: false,
      warnMinutes: 5,
    }),
  window: z
    .object({
      ...{ x: coordinate, y: coordinate, width: coordinate, height: coordinate },
      zoom: z.number().min(SMALLEST_ZOOM).max(LARGEST_ZOOM).optional(),
    })
    .nullable()
    .default(null),
  /** What is known of the service that was joined. */
  session: z
    .object({
      mode: z.enum(['solo', 'team']),
      joinedAt: instantSchema,
      deviceName: nameSchema,
      /** For the runner, which goes on while the identity cannot be read. */
      deviceId: idSchema.optional(),
      me: memberSchema,
      organisation: z.object({
        name: nameSchema,
        version: z.number().int().nonnegative(),
        people: z.number().int().nonnegative(),
      }),
    })
    .nullable()
    .default(null),
  /** Which pools this device's person agreed to serve. */
  agreedPools: z
    .object({ deviceId: idSchema, pools: z.array(poolSchema).max(100) })
    .nullable()
    .default(null),
  /** Of the device whose person wants no passphrase for its keys, although no keyring encrypts them. */
  unprotected: idSchema.nullable().default(null),
  /** Set while this device is signed out. */
  signedOut: signedOutSchema.nullable().default(null),
  /** The last change that was taken in. */
  cursor: z.string().max(20).nullable().default(null),
  /** Requests on this desk with their grants and deadlines. */
  requests: z.preprocess(withoutEarlier, z.record(requestIdSchema, requestStateSchema).default({})),
  outbox: lineByLine(z.preprocess(upOutbox, outboxCommandSchema)).default([]),
  /** Notifications that were shown, by id. */
  shown: z.record(z.string().max(300), z.string().max(500)).default({}),
  /** The last verified head of the log, as JSON: kept apart from the replica, which may have to be made anew. */
  head: z.string().max(100_000).nullable().default(null),
  log: z
    .object({
      size: seqSchema,
      verifiedSize: seqSchema,
      verifiedAt: instantSchema.nullable(),
      alarm: z
        .object({
          kind: z.string().max(50),
          sentence: z.string().max(2_000),
          // Of this version and later ones.
          told: z.unknown().optional(),
          evidenceFile: z.string().max(4_000),
          unkept: z
            .object({
              sentence: z.string().max(2_000),
              told: z.unknown().optional(),
              text: z.string().max(500_000),
            })
            .optional(),
        })
        .nullable(),
    })
    .default({ size: 0, verifiedSize: 0, verifiedAt: null, alarm: null }),
};

/** The sections of `catalog.json`: kept apart, since it is large and seldom changes. */
export const catalogSections = {
  version: z.number().int().default(0),
  items: z.array(catalogItemSchema).max(20_000).default([]),
  names: z.record(idSchema, z.string().max(LIMITS.nameLength)).default({}),
};

type Sections = Readonly<Record<string, z.ZodType>>;
export type DataOf<S extends Sections> = { readonly [K in keyof S]: z.output<S[K]> };
export type LocalData = DataOf<typeof localSections>;
