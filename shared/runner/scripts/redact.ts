const REDACTED = '[redacted]';

/** Shorter ones would shred ordinary words, and protect nothing anyway. */
const SHORTEST_SECRET = 4;

/** Shorter pieces of base64 stand in ordinary text by chance. */
const SHORTEST_BASE64 = 8;

/**
 * Takes every secret out of a text: whole, as JSON writes it, line by line (a private key has many lines), and in base64,
 * also where it stands in the middle of what was encoded (`user:password` of a header).
 */
export type Redact = (text: string) => string;

export function redactor(secrets: readonly string[]): Redact {
  const needles = [...new Set(secrets.flatMap(shapes))]
    .filter((needle) => needle.length >= SHORTEST_SECRET)
    .sort((a, b) => b.length - a.length);
  if (needles.length === 0) return (text) => text;
  return (text) => needles.reduce((left, needle) => left.replaceAll(needle, REDACTED), text);
}

function shapes(secret: string): string[] {
  const escaped = JSON.stringify(secret).slice(1, -1);
  const lines = secret.includes('\n') ? secret.split(/\r?\n/).filter((each) => each.length >= 16) : [];
  return [secret, secret.trim(), escaped, ...lines, ...base64Shapes(secret)];
}

/** What base64 makes of a secret depends on where in a group of three bytes it begins: the characters that are its alone. */
function base64Shapes(secret: string): string[] {
  return [0, 1, 2].flatMap((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)]);
    const first = Math.ceil((before * 8) / 6);
    const end = Math.floor((bytes.length * 8) / 6);
    const own = (encoding: 'base64' | 'base64url'): string => bytes.toString(encoding).slice(first, end);
    return [own('base64'), own('base64url')].filter((each) => each.length >= SHORTEST_BASE64);
  });
}
