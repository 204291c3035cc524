import type { z } from 'zod';
import type { Read } from '../format.ts';

/** Reads with a schema. Never throws: what does not fit it is unknown, and so is what is nested too deep to be looked at. */
export const readBy =
  <T>(schema: z.ZodType<T>) =>
  (raw: unknown): Read<T> => {
    const value = valueOf(schema, raw);
    return value === undefined ? { kind: 'unknown', raw } : { kind: 'known', value };
  };

function valueOf<T>(schema: z.ZodType<T>, raw: unknown): T | undefined {
  try {
    return schema.safeParse(raw).data;
  } catch {
    return undefined;
  }
}
