import { utf8Binary } from './utf8-binary.ts';

/** What stands where a secret stood. */
export const REDACTED = '[redacted]';

/** Shorter ones would shred ordinary words, and protect nothing anyway. */
const SHORTEST_SECRET = 4;

/** Shorter pieces of an encoding stand in ordinary text by chance. */
const SHORTEST_ENCODED = 8;

/**
 * Takes every secret out of a text: whole, as JSON and as a URL write it, line by line (a private key has many lines), in
 * hexadecimal, and in base64, also where it stands in the middle of what was encoded (`user:password` of a header).
 */
export type Redact = (text: string) => string;

/** For secrets whose values are known. Of those that are not: `harmless-fields.ts`. */
export function redactor(secrets: readonly string[]): Redact {
  const needles = [...new Set(secrets.flatMap(shapes))]
    .filter((needle) => needle.length >= SHORTEST_SECRET)
    .sort((a, b) => b.length - a.length);
  if (needles.length === 0) return (text) => text;
  return (text) => needles.reduce((left, needle) => left.replaceAll(needle, REDACTED), text);
}

/** A value of JSON with `redact` done to each text in it, keys included. */
export function redactValue(value: unknown, redact: Redact): unknown {
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return value.map((each) => redactValue(each, redact));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [redact(key), redactValue(each, redact)]),
  );
}

function shapes(secret: string): string[] {
  const escaped = JSON.stringify(secret).slice(1, -1);
  const lines = secret.includes('\n') ? secret.split(/\r?\n/).filter((each) => each.length >= 16) : [];
  const bytes = utf8Binary(secret);
  const encoded = [...base64Shapes(bytes), ...hexShapes(bytes), inUrl(secret)];
  return [
    ...[secret, secret.trim(), escaped, ...lines],
    ...encoded.filter((each) => each.length >= SHORTEST_ENCODED),
  ];
}

/** What base64 makes of a secret depends on where in a group of three bytes it begins: the characters that are its alone. */
function base64Shapes(bytes: string): string[] {
  return [0, 1, 2].flatMap((before) => {
    const first = Math.ceil((before * 8) / 6);
    const end = Math.floor(((before + bytes.length) * 8) / 6);
    const own = btoa('\0'.repeat(before) + bytes).slice(first, end);
    return [own, own.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

function hexShapes(bytes: string): string[] {
  const hex = Array.from(bytes, (byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('');
  return [hex, hex.toUpperCase()];
}

/** As a part of a URL; what cannot be one (half of a surrogate pair) has no such shape. */
function inUrl(secret: string): string {
  try {
    return encodeURIComponent(secret);
  } catch {
    return '';
  }
}
