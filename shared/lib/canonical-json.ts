const encoder = new TextEncoder();

/** UTF-8 bytes of `value` as canonical JSON (RFC 8785): the same value gives the same bytes everywhere. Throws on what JSON cannot say. */
export function canonicalBytes(value: unknown): Uint8Array {
  return encoder.encode(canonicalText(value));
}

/**
 * `value` as canonical JSON text (RFC 8785): no spaces, keys sorted by their UTF-16 code units, and everything else as
 * ECMAScript writes it, which is what the format asks for. Throws on what JSON cannot say.
 */
export function canonicalText(value: unknown): string {
  const text = write(value);
  if (text === undefined) throw new Error('this value has no JSON form');
  return text;
}

function write(value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
      return PLAIN.test(value) ? `"${value}"` : JSON.stringify(value);
    case 'number':
      if (!Number.isFinite(value)) throw new Error('JSON has no such number');
      return String(value);
    case 'object':
      return value === null ? 'null' : writeObject(value);
    default:
      return JSON.stringify(value);
  }
}

function writeObject(value: object): string | undefined {
  if ('toJSON' in value && typeof value.toJSON === 'function') return write(value.toJSON());
  // As in JSON.stringify: what has no form is null in a list, and left out of an object.
  if (Array.isArray(value)) return `[${value.map((item) => write(item) ?? 'null').join(',')}]`;
  const source = value as Readonly<Record<string, unknown>>;
  let members = '';
  for (const key of sortedKeys(source)) {
    const member = write(source[key]);
    if (member !== undefined) members += `${members === '' ? '' : ','}${keyText(key)}:${member}`;
  }
  return `{${members}}`;
}

/** What a string has in it that stands in JSON as it is: most are made of nothing else, and are written quicker so. */
const PLAIN = /^[ !#-[\]-~]*$/;

/** Up to so many keys are put in one by one, in half the time that `sort` takes: most objects have no more. */
const FEW_KEYS = 16;

/** By their UTF-16 code units. */
function sortedKeys(source: object): readonly string[] {
  const keys = Object.keys(source);
  if (keys.length > FEW_KEYS) return keys.sort();
  for (let end = 1; end < keys.length; end += 1) {
    const key = keys[end] as string;
    let at = end;
    for (; at > 0 && (keys[at - 1] as string) > key; at -= 1) keys[at] = keys[at - 1] as string;
    keys[at] = key;
  }
  return keys;
}

/** Keys are the same few again and again, and writing them is half of the work. */
const keyTexts = new Map<string, string>();
const MOST_KEYS = 1_000;

function keyText(key: string): string {
  const known = keyTexts.get(key);
  if (known !== undefined) return known;
  const text = JSON.stringify(key);
  if (keyTexts.size < MOST_KEYS) keyTexts.set(key, text);
  return text;
}
