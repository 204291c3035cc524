const REDACTED = '[redacted]';

/** Shorter ones would shred ordinary words, and protect nothing anyway. */
const SHORTEST_SECRET = 4;

/** Takes every secret out of a text: whole, as JSON writes it, and line by line (a private key has many lines). */
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
  return [secret, secret.trim(), escaped, ...lines];
}
