import { z } from 'zod';
import type { ProviderSchema, ProviderSchemaNode } from './provider-schema.ts';
import { err, ok, type Result } from '../lib/result.ts';

/** What stands where a secret belongs until a runner fills it in: `{ secret: NAME }`. */
const SECRET_REFERENCE: ProviderSchemaNode = {
  type: 'object',
  properties: { secret: { type: 'string', pattern: '^[A-Z][A-Z0-9_]{0,63}$' } },
  required: ['secret'],
};

export interface ProviderValueProblem {
  /** Where in the value: `['roles', 0]`. */
  readonly path: readonly (string | number)[];
  readonly message: string;
  /** What the schema objected to, as the checker says it. */
  readonly issue: z.core.$ZodIssue;
}

/**
 * Checks a `config` or an `input` against the manifest's schema and fills in its defaults.
 * `secrets: 'references'`: secrets are still `{ secret: NAME }`, as in catalog.yaml; `'values'`: a runner filled them in.
 */
export function checkProviderValue(
  schema: ProviderSchema,
  value: unknown,
  secrets: 'references' | 'values',
): Result<Record<string, unknown>, readonly ProviderValueProblem[]> {
  const parsed = compiled(schema, secrets).safeParse(value);
  if (parsed.success) return ok(parsed.data as Record<string, unknown>);
  return err(
    parsed.error.issues.map((issue) => ({
      path: issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part)),
      message: issue.message,
      issue,
    })),
  );
}

/** Every secret value in `value`, as the schema marks them: what must never show up in output. */
export function secretValues(schema: ProviderSchemaNode, value: unknown): readonly string[] {
  if (schema.writeOnly) return typeof value === 'string' && value !== '' ? [value] : [];
  if (Array.isArray(value)) {
    const { items } = schema;
    return items ? value.flatMap((each) => secretValues(items, each)) : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(schema.properties ?? {}).flatMap(([key, inner]) =>
    secretValues(inner, (value as Record<string, unknown>)[key]),
  );
}

const cache = new WeakMap<ProviderSchema, Map<string, z.ZodType>>();

function compiled(schema: ProviderSchema, secrets: 'references' | 'values'): z.ZodType {
  const known = cache.get(schema) ?? new Map<string, z.ZodType>();
  cache.set(schema, known);
  const made = known.get(secrets) ?? z.fromJSONSchema(closed(schema, secrets) as never);
  known.set(secrets, made);
  return made;
}

/** The schema with every object closed unless it says otherwise: what is misspelt is found, not ignored. */
function closed(schema: ProviderSchemaNode, secrets: 'references' | 'values'): ProviderSchemaNode {
  if (schema.writeOnly && secrets === 'references')
    return { ...SECRET_REFERENCE, additionalProperties: false };
  return {
    ...schema,
    ...(schema.items && { items: closed(schema.items, secrets) }),
    ...(schema.type === 'object' && {
      additionalProperties: schema.additionalProperties ?? false,
      properties: Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([key, inner]) => [key, closed(inner, secrets)]),
      ),
    }),
  };
}
