import { z } from 'zod';
import type { Json } from '../../domain/organisation/organisation.ts';
import { durationMs } from '../../lib/time.ts';

/**
 * What version 1 of the document has, and nothing else: a field that is not here is a rule that this Latchkey does not know.
 * How long a text or a list may be was decided when it was published; these bounds are far above that.
 */
const text = z.string().max(1_000_000);
const list = <T extends z.ZodType>(item: T) => z.array(item).max(1_000_000);
const count = z.number().int().nonnegative();
const length = count.transform(durationMs);
/** It came from JSON; only a provider understands it. */
const json = z.custom<Json>((value) => value !== undefined);

const member = z.strictObject({
  id: text,
  kind: z.enum(['person', 'service']),
  name: text,
  groups: list(text),
  manager: text.nullable(),
  timezone: text.nullable(),
  operators: list(text).exactOptional(),
  pools: list(text),
  sshPublicKey: text.nullable(),
});

const provider = z.strictObject({
  id: text,
  use: text,
  pool: text,
  config: json,
  digest: text.nullable(),
});

const entitlement = z.strictObject({
  id: text,
  title: text,
  description: text,
  providerId: text,
  input: json,
  tags: z.record(text, text),
});

const matcher = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('group'), name: text }),
  z.strictObject({ kind: z.literal('member'), id: text }),
  z.strictObject({ kind: z.literal('anyone') }),
]);

const reviewer = z.discriminatedUnion('kind', [
  ...matcher.options,
  z.strictObject({ kind: z.literal('manager') }),
  z.strictObject({ kind: z.literal('ownerOf'), tag: text }),
]);

const rule = z.strictObject({
  name: text,
  entitlements: list(text),
  tags: z.record(text, text).exactOptional(),
  requesters: list(matcher),
  when: z.strictObject({ text }).exactOptional(),
  timezone: text.exactOptional(),
  minReasonLength: count,
  ticketPattern: text.nullable(),
  decision: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('auto') }),
    z.strictObject({
      kind: z.literal('review'),
      steps: list(
        z.strictObject({
          name: text,
          reviewers: list(reviewer),
          need: count,
          remindEveryMs: length.exactOptional(),
        }),
      ),
    }),
    z.strictObject({ kind: z.literal('refuse'), message: text }),
  ]),
  distinct: z.literal(true).exactOptional(),
  maxDurationMs: length,
  lapseAfterMs: length,
  risk: z.literal('high').exactOptional(),
});

/** Lists, in the order of the files, which canonical JSON would not keep in objects by id. */
export const organisationSchema = z.strictObject({
  v: z.literal(1).exactOptional(),
  version: count,
  owners: list(text),
  members: list(member),
  providers: list(provider),
  entitlements: list(entitlement),
  rules: list(rule),
  timezone: text.exactOptional(),
  holidays: list(text).exactOptional(),
});
