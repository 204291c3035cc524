import type { z } from 'zod';
import type { DataOf } from './local-data.ts';

/**
 * What a file holds, section by section. `damaged` names the sections that could not be read and start anew, and the lists
 * that lost a line.
 */
export function parseSections<S extends Readonly<Record<string, z.ZodType>>>(
  sections: S,
  value: unknown,
): { readonly data: DataOf<S>; readonly damaged: readonly string[] } {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  const kept = (isObject ? value : {}) as Readonly<Record<string, unknown>>;
  const damaged: string[] = isObject ? [] : ['everything'];
  const data: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(sections)) {
    const raw = Object.hasOwn(kept, name) ? kept[name] : undefined;
    const parsed = schema.safeParse(raw);
    if (!parsed.success || isShorter(parsed.data, raw)) damaged.push(name);
    data[name] = parsed.success ? parsed.data : schema.parse(undefined);
  }
  return { data: data as DataOf<S>, damaged };
}

const isShorter = (read: unknown, raw: unknown): boolean =>
  Array.isArray(read) && Array.isArray(raw) && read.length < raw.length;
