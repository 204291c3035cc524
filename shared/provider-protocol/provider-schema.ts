import { z } from 'zod';

/**
 * The part of JSON Schema (2020-12) in which a manifest says what its `config` and `input` look like: enough for a
 * form and a check, too little to hide anything in. `writeOnly: true`, JSON Schema's own word, marks a secret.
 */
export interface ProviderSchemaNode {
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'array' | 'object';
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly default?: unknown;
  readonly enum?: readonly (string | number)[] | undefined;
  readonly pattern?: string | undefined;
  readonly minLength?: number | undefined;
  readonly maxLength?: number | undefined;
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  readonly items?: ProviderSchemaNode | undefined;
  readonly minItems?: number | undefined;
  readonly maxItems?: number | undefined;
  readonly properties?: Readonly<Record<string, ProviderSchemaNode>> | undefined;
  readonly required?: readonly string[] | undefined;
  readonly additionalProperties?: boolean | undefined;
  readonly writeOnly?: boolean | undefined;
}

const count = z.number().int().min(0).max(1_000_000);
const name = z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,59}$/);

function compiles(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}

const inner = (deeper: number): z.ZodType<ProviderSchemaNode> => (deeper > 0 ? node(deeper - 1) : z.never());

/** A schema that holds others at most `deeper` levels down. */
const node = (deeper: number): z.ZodType<ProviderSchemaNode> =>
  z.strictObject({
    type: z.enum(['string', 'integer', 'number', 'boolean', 'array', 'object']),
    title: z.string().max(80).optional(),
    description: z.string().max(500).optional(),
    default: z.json().optional(),
    enum: z
      .array(z.union([z.string().max(200), z.number()]))
      .min(1)
      .max(100)
      .optional(),
    pattern: z.string().max(200).refine(compiles, 'not a regular expression').optional(),
    minLength: count.optional(),
    maxLength: count.optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    minItems: count.optional(),
    maxItems: count.optional(),
    required: z.array(name).max(50).optional(),
    additionalProperties: z.boolean().optional(),
    writeOnly: z.boolean().optional(),
    items: inner(deeper).optional(),
    properties: z.record(name, inner(deeper)).optional(),
  });

/** The root: an object whose fields are named. `{ type: object }` alone means that nothing may be given. */
export const providerSchema = node(4).refine((root) => root.type === 'object', 'the root must be an object');
export type ProviderSchema = z.output<typeof providerSchema>;
