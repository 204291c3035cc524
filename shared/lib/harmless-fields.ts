import { REDACTED } from './redact.ts';
import { isSecretField } from './secret-names.ts';
import { shortText } from './short-text.ts';

/** What is deeper is not logged: nobody reads it, and it may be without end. */
const DEEPEST = 8;
/** Longer texts are cut, in UTF-16 units: what others answer ends up in faults. */
const LONGEST_TEXT = 4_000;
/** What is behind this is not even looked at, in UTF-16 units. */
const LOOKED_AT = 100_000;

/** Secrets that are known by their look, and what stays of them. */
const LOOKS: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g, REDACTED],
  // The scheme of a URL, and what stands before its host.
  [/\b([a-z][a-z0-9+.-]{1,20}:\/\/)[^/\s:@]*:[^/\s@]+@/gi, `$1${REDACTED}@`],
  [/\b(Bearer|Basic)\s+[A-Za-z0-9+/_=.-]{8,}/gi, `$1 ${REDACTED}`],
];

/** What stands before a text in JSON: `"token":"`, also where JSON stands in JSON. The quote that ends the name begins the text. */
const JSON_NAME = /"([A-Za-z][A-Za-z0-9_-]{0,40})(\\*")\s*:\s*\2/g;
/** `token=…` */
const IN_QUERY = /\b([A-Za-z][A-Za-z0-9_-]{0,40})=[^\s&"',;]+/g;

/**
 * A text of a log without what looks like a secret or stands under the name of one. Takes time by its length, whatever is in
 * it: much of it is written by others.
 */
export function harmlessText(text: string): string {
  const left = LOOKS.reduce((rest, [look, stays]) => rest.replace(look, stays), text);
  return withoutSecretsInJson(left).replace(IN_QUERY, (all, name: string) =>
    isSecretField(name) ? `${name}=${REDACTED}` : all,
  );
}

function withoutSecretsInJson(text: string): string {
  let left = '';
  let from = 0;
  for (const { 0: all, 1: name = '', 2: quote = '', index } of text.matchAll(JSON_NAME)) {
    if (index < from || !isSecretField(name)) continue;
    const begin = index + all.length;
    left += text.slice(from, begin) + REDACTED;
    from = endOfJsonText(text, begin, quote.length);
  }
  return left + text.slice(from);
}

/**
 * Where a text of JSON that begins at `begin` ends. JSON in JSON writes a quote with backslashes, `quoteLength` characters in
 * all; in its texts a backslash is twice as long, and so is a quote.
 */
function endOfJsonText(text: string, begin: number, quoteLength: number): number {
  for (let at = text.indexOf('"', begin); at !== -1; at = text.indexOf('"', at + 1)) {
    let first = at;
    while (first > begin && text[first - 1] === '\\') first -= 1;
    const own = (at - first) % (2 * quoteLength);
    if (own < quoteLength) return at - own;
  }
  return text.length;
}

/** The same, no longer than a log needs. */
function shownText(text: string): string {
  const left = harmlessText(text.slice(0, LOOKED_AT));
  // Of a secret that goes on behind what was looked at, nobody sees the half that has no look of one.
  const isEndNear = left.length < 2 * LONGEST_TEXT;
  return text.length > LOOKED_AT && isEndNear ? REDACTED : shortText(left, LONGEST_TEXT);
}

/**
 * Fields as every logger writes them: whatever stands under the name of a secret is gone, at any depth, in lists, maps and
 * errors, and so is what looks like one in a text. Whoever logs a whole object by mistake logs no secret. Long texts are cut.
 */
export function harmlessFields(fields: object): Record<string, unknown> {
  return harmless(fields, DEEPEST, new Set()) as Record<string, unknown>;
}

function harmless(value: unknown, deep: number, above: ReadonlySet<object>): unknown {
  if (typeof value === 'string') return shownText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (deep === 0 || above.has(value)) return '[…]';
  const within = new Set([...above, value]);
  const inside = (each: unknown): unknown => harmless(each, deep - 1, within);
  if (value instanceof Error) return errorFacts(value, inside);
  if (Array.isArray(value)) return value.map(inside);
  if (value instanceof Set) return [...value].map(inside);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  const entries = value instanceof Map ? [...value.entries()] : Object.entries(value);
  return Object.fromEntries(
    entries.map(([key, each]: [unknown, unknown]) => {
      const name = String(key);
      const isShown = !isSecretField(name) || each == null || typeof each === 'boolean';
      return [shownText(name), isShown ? inside(each) : REDACTED];
    }),
  );
}

/** Of an error its own facts; its `code` is one of them, and no code of an invite. */
function errorFacts(error: Error, inside: (value: unknown) => unknown): object {
  const { name, message, stack, cause } = error;
  return {
    type: name,
    message: shownText(message),
    ...(stack !== undefined && { stack: shownText(stack) }),
    ...('code' in error && { code: inside(error.code) }),
    ...(cause !== undefined && { cause: inside(cause) }),
  };
}
