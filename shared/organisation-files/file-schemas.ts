import { z } from 'zod';
import { OF_REQUESTER } from '../domain/organisation/organisation.ts';
import { SHORTEST_REMINDER_MS } from '../domain/request/reminders.ts';
import { parseDuration } from '../contract/parse-duration.ts';
import { plainText } from '../lib/plain-text.ts';
import { saidLength } from '../lib/said-length.ts';
import { LIMITS } from '../contract/limits.ts';
import { smallJsonObject } from '../provider-protocol/provider-protocol.ts';
import { FILE_LIMITS } from '../contract/file-limits.ts';
import { told } from '../words/told.ts';
import { because, saying } from '../contract/schema-words.ts';
import { sshPublicKey } from '../lib/ssh-public-key.ts';

/** The shape of people.yaml, catalog.yaml and policy.yaml. What one place says about another is checked afterwards. */

const line = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .refine((text) => plainText(text) === text && !/[\n\t]/.test(text), because('isNotOneLine'))
    .refine((text) => text.trim() === text, because('hasOuterSpace'))
    .refine((text) => saidLength(text) > 0, because('hasNothingSeen'));

const paragraph = (max: number) =>
  z
    .string()
    .max(max)
    .refine((text) => plainText(text) === text, because('isNotPlainText'));

/** A list, where a key with nothing after it is a list with nothing in it. */
const list = <T extends z.ZodType>(item: T, max: number) =>
  z
    .array(item)
    .max(max)
    .nullish()
    .transform((items) => items ?? []);

/** One or several. */
const oneOrMore = (max: number) =>
  z.union(
    [line(LIMITS.idLength).transform((each) => [each]), z.array(line(LIMITS.idLength)).min(1).max(max)],
    because('isNotTextOrTexts'),
  );

/** Whatever its capitals, as a person's id each of these would be taken for the service, its runner, or a word of a rule. */
const RESERVED_IDS: ReadonlySet<string> = new Set([
  ...['latchkey', 'runner', 'built-in-runner', 'service', 'person', 'group'],
  ...['anyone', 'everyone', 'nobody'],
]);

const version = z.literal(1, because('isNotVersionOne'));
/** Who a person is, in people.yaml and in options. */
export const personId = z
  .string()
  .max(100)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._@+-]*$/, because('isNoPersonId'))
  .refine((id) => !RESERVED_IDS.has(id.toLowerCase()), because('isReservedId'));
const serviceId = z
  .string()
  .max(100)
  .regex(/^service:[A-Za-z0-9][A-Za-z0-9._-]*$/, because('isNoServiceId'));
const group = z
  .string()
  .max(100)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, because('isNoGroup'));
const pool = z.string().regex(/^[a-z0-9][a-z0-9:._-]{0,99}$/, because('isNoPool'));

const timezone = z.string().max(60).refine(isTimezone, because('isNoTimezone'));
const ruleTimezone = z
  .string()
  .max(60)
  .refine((text) => text === OF_REQUESTER || isTimezone(text), because('isNoRuleTimezone'));
const sshKey = z
  .string()
  .max(5_000)
  .refine((text) => sshPublicKey(text) !== null, because('isNoSshKey'));

const duration = z.string().transform((text, context) => {
  const parsed = parseDuration(text);
  if (parsed.ok) return parsed.value;
  context.addIssue({ code: 'custom', message: saying(parsed.error) });
  return z.NEVER;
});

export const personSchema = z.strictObject({
  id: personId,
  name: line(LIMITS.nameLength).optional(),
  groups: list(group, FILE_LIMITS.groupsPerMember),
  manager: personId.optional(),
  timezone: timezone.optional(),
  pools: list(pool, 100),
  sshPublicKey: sshKey.optional(),
});

export const serviceSchema = z.strictObject({
  id: serviceId,
  operators: list(personId, 100),
  name: line(LIMITS.nameLength).optional(),
  groups: list(group, FILE_LIMITS.groupsPerMember),
  pools: list(pool, 100),
  sshPublicKey: sshKey.optional(),
});

export const peopleSchema = z.strictObject({
  version,
  owners: z.array(personId).min(1).max(FILE_LIMITS.owners),
  people: list(personSchema, FILE_LIMITS.people),
  services: list(serviceSchema, FILE_LIMITS.services),
});
export type PeopleFile = z.output<typeof peopleSchema>;

export const providerConfigSchema = z.strictObject({
  use: line(300),
  pool: pool.default('default'),
  config: smallJsonObject.nullish().transform((config) => config ?? {}),
});

export const entitlementSchema = z.strictObject({
  id: z
    .string()
    .max(LIMITS.idLength)
    .regex(/^[A-Za-z0-9][A-Za-z0-9._@+-]*(?:[/:][A-Za-z0-9._@+-]+)*$/, because('isNoEntitlementId')),
  title: line(LIMITS.titleLength),
  description: paragraph(2_000).default(''),
  provider: line(100),
  input: smallJsonObject.nullish().transform((input) => input ?? {}),
  tags: z
    .record(line(100), line(200))
    .refine((tags) => Object.keys(tags).length <= FILE_LIMITS.tagsPerEntitlement, because('hasManyTags'))
    .default({}),
});

export const catalogSchema = z.strictObject({
  version,
  providers: z
    .record(
      z.string().regex(/^[a-z0-9][a-z0-9._-]{0,99}$/, saying(told('providerNameForm'))),
      providerConfigSchema,
    )
    .refine(
      (providers) => Object.keys(providers).length <= FILE_LIMITS.providers,
      because('hasManyProviders', { most: FILE_LIMITS.providers }),
    )
    .nullish()
    .transform((providers) => providers ?? {}),
  entitlements: list(entitlementSchema, FILE_LIMITS.entitlements),
});
export type CatalogFile = z.output<typeof catalogSchema>;

const HOW_APPROVE = because('isNoApproval');

/** More often is noise, and less often than in a year is a typing mistake, as for every duration. */
const remindEvery = duration.refine((ms) => ms >= SHORTEST_REMINDER_MS, because('remindsTooOften'));

export const stepSchema = z.strictObject({
  step: line(LIMITS.nameLength),
  reviewers: oneOrMore(FILE_LIMITS.matchersPerRule),
  need: z.number().int().min(1).max(LIMITS.reviewersPerStep).default(1),
  remindEvery: remindEvery.optional(),
});

/** Ids by patterns, or what has all of these tags. */
const tagged = z.strictObject({
  tags: z
    .record(line(100), line(200))
    .refine((tags) => Object.keys(tags).length > 0, because('hasNoTags'))
    .refine((tags) => Object.keys(tags).length <= FILE_LIMITS.tagsPerEntitlement, because('hasManyTags')),
});

export const matchSchema = z.strictObject({
  entitlement: z.union([oneOrMore(FILE_LIMITS.globsPerRule), tagged], because('isNoEntitlementMatch')),
  requester: oneOrMore(FILE_LIMITS.matchersPerRule),
  when: z.string().optional(),
  timezone: ruleTimezone.optional(),
});

export const requireSchema = z.strictObject({
  reason: z.number().int().min(0).max(LIMITS.reasonLength).default(0),
  ticket: z.string().optional(),
});

export const ruleSchema = z.strictObject({
  name: line(LIMITS.nameLength),
  match: matchSchema,
  require: requireSchema.default({ reason: 0 }),
  approve: z
    .union([z.literal('auto'), z.array(stepSchema).min(1).max(FILE_LIMITS.stepsPerRule)], HOW_APPROVE)
    .optional(),
  distinct: z.boolean().optional(),
  refuse: line(500).optional(),
  maxDuration: duration.optional(),
  lapseAfter: duration.optional(),
  risk: z.literal('high', because('isNoRisk')).optional(),
});
export type RuleEntry = z.output<typeof ruleSchema>;

/** A day that there is. */
const date = z.string().refine(isDate, because('isNoDate'));

export const policySchema = z.strictObject({
  version,
  timezone: timezone.optional(),
  holidays: list(date, FILE_LIMITS.holidays),
  rules: list(ruleSchema, FILE_LIMITS.rules),
});
export type PolicyFile = z.output<typeof policySchema>;

function isDate(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

function isTimezone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
