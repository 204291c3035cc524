import type { z } from 'zod';

/** What came of reading: the value, or what this Latchkey does not know, as it was. */
export type Read<T> = { readonly kind: 'known'; readonly value: T } | Unknown;

/**
 * Of a newer version or kind than this Latchkey knows. It is kept and passed on as it is, and shown as made by a newer one.
 * `raw`: what came, parsed from JSON.
 */
export interface Unknown {
  readonly kind: 'unknown';
  readonly raw: unknown;
}

/** A version that is not written any more. */
export interface Earlier {
  readonly schema: z.ZodType;
  /** Its value as the next version has it. */
  readonly up: (value: never) => unknown;
}

/** A shape in all its versions, for objects that say theirs in the field `v`; without one it is 1. */
export interface Format<T> {
  readonly name: string;
  /** The one that is written. */
  readonly version: number;
  /** Never throws. */
  read(raw: unknown): Read<T>;
  /** As it is kept, with its version. */
  write(value: T): object;
}

/** `earlier`: version 1 first. Each schema is as it was then, for ever. */
export function defineFormat<T extends object>(
  name: string,
  earlier: readonly Earlier[],
  current: z.ZodType<T>,
): Format<T> {
  const version = earlier.length + 1;
  return {
    name,
    version,
    read(raw) {
      const made = versionOf(raw);
      if (made === null || made > version) return { kind: 'unknown', raw };
      let value = raw;
      for (const { schema, up } of earlier.slice(made - 1)) {
        const parsed = schema.safeParse(value);
        if (!parsed.success) return { kind: 'unknown', raw };
        value = up(parsed.data as never);
      }
      const parsed = current.safeParse(value);
      return parsed.success ? { kind: 'known', value: parsed.data } : { kind: 'unknown', raw };
    },
    write: (value) => ({ v: version, ...value }),
  };
}

/** Null when that is none. */
function versionOf(raw: unknown): number | null {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return null;
  const { v = 1 } = raw as { readonly v?: unknown };
  return typeof v === 'number' && Number.isSafeInteger(v) && v > 0 ? v : null;
}

/** Each by itself: what is known in order, and the rest as it came. */
export function readEach<T>(
  raws: readonly unknown[],
  read: (raw: unknown) => Read<T>,
): { readonly known: readonly T[]; readonly unknown: readonly Unknown[] } {
  const known: T[] = [];
  const unknown: Unknown[] = [];
  for (const raw of raws) {
    const each = read(raw);
    if (each.kind === 'known') known.push(each.value);
    else unknown.push(each);
  }
  return { known, unknown };
}
