import { REDACTED } from './redact.ts';
import { isSecretField } from './secret-names.ts';

/** What is deeper is not logged: nobody reads it, and it may be without end. */
const DEEPEST = 8;

/** Secrets that are known by their look, and what stays of them. */
const LOOKS: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g, REDACTED],
  // The scheme of a URL, and what stands before its host.
  [/\b([a-z][a-z0-9+.-]{1,20}:\/\/)[^/\s:@]*:[^/\s@]+@/gi, `$1${REDACTED}@`],
  [/\b(Bearer|Basic)\s+[A-Za-z0-9+/_=.-]{8,}/gi, `$1 ${REDACTED}`],
];

/** `"token":"…"`, also where JSON stands in JSON, and `token=…`. */
const IN_JSON = /(\\*")([A-Za-z][A-Za-z0-9_-]{0,40})\1\s*:\s*\1(?:[^"\\]|\\(?!"))*/g;
const IN_QUERY = /\b([A-Za-z][A-Za-z0-9_-]{0,40})=[^\s&"',;]+/g;

/** A text of a log without what looks like a secret or stands under the name of one. */
export function harmlessText(text: string): string {
  const left = LOOKS.reduce((rest, [look, stays]) => rest.replace(look, stays), text);
  return left
    .replace(IN_JSON, (all, quote: string, name: string) =>
      isSecretField(name) ? `${quote}${name}${quote}:${quote}${REDACTED}` : all,
    )
    .replace(IN_QUERY, (all, name: string) => (isSecretField(name) ? `${name}=${REDACTED}` : all));
}

/**
 * Fields as every logger writes them: whatever stands under the name of a secret is gone, at any depth, in lists, maps and
 * errors, and so is what looks like one in a text. Whoever logs a whole object by mistake logs no secret.
 */
export function harmlessFields(fields: object): Record<string, unknown> {
  return harmless(fields, DEEPEST, new Set()) as Record<string, unknown>;
}

function harmless(value: unknown, deep: number, above: ReadonlySet<object>): unknown {
  if (typeof value === 'string') return harmlessText(value);
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
      return [harmlessText(name), isShown ? inside(each) : REDACTED];
    }),
  );
}

/** Of an error its own facts; its `code` is one of them, and no code of an invite. */
function errorFacts(error: Error, inside: (value: unknown) => unknown): object {
  const { name, message, stack, cause } = error;
  return {
    type: name,
    message: harmlessText(message),
    ...(stack !== undefined && { stack: harmlessText(stack) }),
    ...('code' in error && { code: inside(error.code) }),
    ...(cause !== undefined && { cause: inside(cause) }),
  };
}
