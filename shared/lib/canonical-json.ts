import canonicalize from 'canonicalize';

const encoder = new TextEncoder();

/** UTF-8 bytes of `value` as canonical JSON (RFC 8785): the same value gives the same bytes everywhere. Throws on what JSON cannot say. */
export function canonicalBytes(value: unknown): Uint8Array {
  return encoder.encode(canonicalText(value));
}

/** `value` as canonical JSON text (RFC 8785). Throws on what JSON cannot say. */
export function canonicalText(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new Error('this value has no JSON form');
  return text;
}
