import canonicalize from 'canonicalize';

const encoder = new TextEncoder();

/** UTF-8 bytes of `value` as canonical JSON (RFC 8785): the same value gives the same bytes everywhere. Throws on what JSON cannot say. */
export function canonicalBytes(value: unknown): Uint8Array {
  return encoder.encode(canonicalText(value));
}

/**
 * `value` as canonical JSON text (RFC 8785). Throws on what JSON cannot say. Every entry of the log goes through here, so the
 * common case is left to the engine: a copy whose keys were put in sorted in order is written in that order.
 */
export function canonicalText(value: unknown): string {
  const sorted = inOrder(value);
  const text = sorted === NOT_PLAIN ? canonicalize(value) : JSON.stringify(sorted);
  if (text === undefined) throw new Error('this value has no JSON form');
  return text;
}

/** Something in it would be written in another order, or in another way: the library does that. */
const NOT_PLAIN = Symbol('not plain');

function inOrder(value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) return NOT_PLAIN;
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) {
    const items = value.map(inOrder);
    return items.includes(NOT_PLAIN) ? NOT_PLAIN : items;
  }
  if ('toJSON' in value) return NOT_PLAIN;
  const source = value as Readonly<Record<string, unknown>>;
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(source).sort()) {
    // Keys that look like numbers come first whenever they are put in, and this name is not a key when it is assigned.
    if (/^\d/.test(key) || key === '__proto__') return NOT_PLAIN;
    const item = inOrder(source[key]);
    if (item === NOT_PLAIN) return NOT_PLAIN;
    copy[key] = item;
  }
  return copy;
}
