/**
 * What Latchkey and a provider say to each other: the manifest (`provider.yaml`), the call on stdin, the answer on
 * stdout. Version 1. The words are those of DESIGN.md §7; shared/providers/README.md tells it to people who write one.
 *
 * 1. Everything is bounded here, so that who reads an answer need not ask again.
 * 2. Times are UTC epoch milliseconds; lengths in the manifest are text (`30s`) and come out as milliseconds.
 * 3. A secret stands in `config` (on the way in) and in `credential` (on the way out), nowhere else.
 */
import { z } from 'zod';
import { plainText } from '../lib/plain-text.ts';
import { copiedLine, copiedValue } from './copied-text.ts';
import { providerSchema } from './provider-schema.ts';

export const PROVIDER_PROTOCOL = 1;

/** The longest answer, in bytes of JSON, that is read from a script's stdout. */
export const ANSWER_LIMIT_BYTES = 1_048_576;

export const PROVIDER_VERBS = [
  'describe',
  'check',
  'plan',
  'grant',
  'renew',
  'revoke',
  'verify',
  'list',
] as const;
export type ProviderVerb = (typeof PROVIDER_VERBS)[number];

/** What a provider cannot do without; the others it may leave out of `verbs`. */
const NEEDED_VERBS: readonly ProviderVerb[] = ['check', 'grant', 'revoke', 'verify', 'list'];

const MS_BY_UNIT: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** `500ms`, `30s`, `15m`, `24h`, `7d`, as milliseconds. */
const length = (mostMs: number) =>
  z
    .string()
    .regex(/^[1-9][0-9]{0,5}(ms|s|m|h|d)$/, 'write a length such as 30s, 15m or 24h')
    .transform((text) => parseInt(text, 10) * (MS_BY_UNIT[text.replace(/[0-9]+/, '')] ?? 0))
    .refine((ms) => ms <= mostMs, `at most ${mostMs / 1_000}s`);

const text = (most: number) => z.string().max(most);
const line = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .refine((value) => plainText(value) === value && !/[\n\t]/.test(value), 'one line of plain text');
/** Text that a script wrote and that people read: made plain, never trusted. */
const spoken = (most: number) => z.string().max(most).transform(plainText);

/** A grant's id, and so a part of names at the target: nothing in it means anything to SQL, a shell or a path. */
export const grantIdSchema = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9-]{0,47}$/,
    'lower-case letters, digits and hyphens, at most 48 (a PostgreSQL name has room for 63)',
  );

const instantMs = z.number().int().min(0).max(8_640_000_000_000_000);

/** How deep, how many values, and how long a text JSON from outside may be. */
interface JsonBounds {
  readonly depth: number;
  readonly values: number;
  readonly textLength: number;
}
const SMALL: JsonBounds = { depth: 6, values: 500, textLength: 16_384 };

function fits(value: unknown, bounds: JsonBounds): boolean {
  let left = bounds.values;
  const visit = (each: unknown, depth: number): boolean => {
    if (depth > bounds.depth || --left < 0) return false;
    if (typeof each === 'string') return each.length <= bounds.textLength;
    if (each === null || typeof each === 'boolean') return true;
    if (typeof each !== 'object') return typeof each === 'number' && Number.isFinite(each);
    return Object.entries(each).every(([key, inner]) => key.length <= 200 && visit(inner, depth + 1));
  };
  return visit(value, 0);
}

/** A JSON object of any shape within `SMALL`: config, input and state, which only the provider understands. */
export const smallJsonObject = z
  .record(z.string(), z.unknown())
  .refine((value) => fits(value, SMALL), 'too deep, too long or too many values');

/** Not a secret: those are bound to targets, and reach a script in its config alone. Windows knows no capital letters. */
const environmentName = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/)
  .refine(
    (name) => !name.toUpperCase().startsWith('LATCHKEY_SECRET_'),
    'secrets come in the config: mark its field writeOnly, and write { secret: NAME } in catalog.yaml',
  );
const timeout = length(600_000);

/** A file inside the provider's folder: no way out of it. */
const fileInFolder = z
  .string()
  .regex(
    /^[A-Za-z0-9_][A-Za-z0-9._-]*(\/[A-Za-z0-9_][A-Za-z0-9._-]*){0,4}$/,
    'a file inside the provider’s folder',
  );

/** `provider.yaml`. Keys that do not exist are refused: a typing mistake must not go unnoticed. */
export const providerManifestSchema = z.strictObject({
  protocol: z.literal(PROVIDER_PROTOCOL, 'this Latchkey speaks protocol 1'),
  name: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'lower-case letters, digits and hyphens'),
  version: z.string().regex(/^[0-9]+\.[0-9]+\.[0-9]+$/, 'a version such as 1.0.0'),
  title: line(80),
  description: text(2_000).default(''),
  executable: fileInFolder,
  /** `node`: a JavaScript file, run with the Node that is there. Left out: the file itself is run. */
  runtime: z.enum(['node']).optional(),
  verbs: z
    .array(z.enum(PROVIDER_VERBS))
    .max(PROVIDER_VERBS.length)
    .refine(
      (verbs) => NEEDED_VERBS.every((verb) => verbs.includes(verb)),
      `needs at least ${NEEDED_VERBS.join(', ')}`,
    )
    .default([...PROVIDER_VERBS]),
  configSchema: providerSchema,
  inputSchema: providerSchema,
  /** The target itself ends access at the deadline: the second line of defence. */
  nativeExpiry: z.boolean(),
  /**
   * How far after the deadline that may be, and why, for who approves. The target is told a deadline so much later, since the
   * time counts from when access works; left out, later by as long as `grant` may take. Keep it as short as granting is.
   */
  lateExpiry: z.strictObject({ most: timeout, why: line(200) }).optional(),
  /** A session that was opened before the end goes on after `revoke`: said to approvers, and in the history. */
  sessionsSurvive: z.boolean(),
  maxTtl: length(365 * 86_400_000).optional(),
  /** How long each verb may take. `default` is for those that are not listed. */
  timeouts: z
    .strictObject({ default: timeout.default(30_000) })
    .extend(Object.fromEntries(PROVIDER_VERBS.map((verb) => [verb, timeout.optional()])) as VerbTimeouts)
    .default({ default: 30_000 }),
  /** Names of variables of the runner's environment that the script may see. PATH is fixed and always there. */
  environment: z.array(environmentName).max(32).default([]),
});
type VerbTimeouts = Record<ProviderVerb, z.ZodOptional<typeof timeout>>;
export type ProviderManifest = z.output<typeof providerManifestSchema>;

/** How far after the deadline the target may end access by itself; undefined: it never does. */
export function lateExpiry(manifest: ProviderManifest): { mostMs: number; why: string } | undefined {
  const { nativeExpiry, lateExpiry: said, timeouts } = manifest;
  if (!nativeExpiry) return undefined;
  if (said) return { mostMs: said.most, why: said.why };
  return { mostMs: timeouts.grant ?? timeouts.default, why: 'setting it up may take that long' };
}

/** One JSON document on the script's stdin. `config` and `input` fit the manifest's schemas, secrets filled in. */
export const providerCallSchema = z.object({
  protocol: z.literal(PROVIDER_PROTOCOL),
  verb: z.enum(PROVIDER_VERBS),
  grantId: grantIdSchema,
  idempotencyKey: line(200),
  attempt: z.number().int().min(1).max(1_000_000),
  /** When access must end. */
  deadlineAt: instantMs,
  subject: z.object({
    id: line(200),
    name: line(200).optional(),
    /** An OpenSSH public key, `ssh-ed25519 AAAA…`. */
    publicKey: line(8_192).optional(),
  }),
  entitlement: z.object({ id: line(200), title: line(200), input: smallJsonObject }),
  config: smallJsonObject,
  /** What the last answer of this grant left as `state`; `{}` at first, and again after a crash. */
  state: smallJsonObject,
});
export type ProviderCall = z.output<typeof providerCallSchema>;

/** What the requester gets. `secret` values are shown only on demand and never stored unsealed. */
export const credentialSchema = z.object({
  fields: z
    .array(
      z.object({
        name: z.string().regex(/^[a-z][A-Za-z0-9_]{0,39}$/),
        label: spoken(80),
        value: copiedValue(65_536),
        secret: z.boolean().default(false),
      }),
    )
    .max(32),
  /** One line, ready to paste into a POSIX shell. The provider quotes what it puts in. May hold a secret: treat it as one. */
  command: copiedLine(8_192).optional(),
});
export type Credential = z.output<typeof credentialSchema>;

/** Facts for the history: short names, short values. */
const evidenceSchema = z
  .record(z.string().max(60), z.union([spoken(500), z.number(), z.boolean()]))
  .refine((value) => Object.keys(value).length <= 32, 'at most 32 facts');

const listItemSchema = z.object({
  grantId: grantIdSchema,
  /** What it is called at the target. */
  name: spoken(200).optional(),
  expiresAt: instantMs.nullable().optional(),
});

const okAnswerSchema = z.object({
  status: z.literal('ok'),
  /** Kept and handed to the next call of this grant. Never a secret. */
  state: smallJsonObject.optional(),
  credential: credentialSchema.optional(),
  /** When the target itself ends access, if it does. */
  expiresAt: instantMs.optional(),
  instructions: spoken(4_000).optional(),
  evidence: evidenceSchema.optional(),
  /** `verify`: is access there now? */
  exists: z.boolean().optional(),
  /** `list`: everything of Latchkey's at the target. */
  items: z.array(listItemSchema).max(10_000).optional(),
  /** `plan`: one sentence a change. */
  changes: z.array(spoken(1_000)).max(100).optional(),
});

export const providerErrorSchema = z.object({
  /** `transient` is tried again, `permanent` needs a person, `not_found` means that there is nothing (left). */
  class: z.enum(['transient', 'permanent', 'not_found']),
  message: spoken(2_000).pipe(z.string().min(1)),
  /** Nothing was changed by this call, nor can have been: its target was never reached. */
  untouched: z.boolean().optional(),
});
export type ProviderError = z.output<typeof providerErrorSchema>;

const errorAnswerSchema = z.object({
  status: z.literal('error'),
  error: providerErrorSchema,
  state: smallJsonObject.optional(),
});

/** One JSON document on the script's stdout. Keys that this version does not know are dropped. */
export const providerAnswerSchema = z.discriminatedUnion('status', [okAnswerSchema, errorAnswerSchema]);
export type ProviderAnswer = z.output<typeof providerAnswerSchema>;
export type ProviderOkAnswer = z.output<typeof okAnswerSchema>;
