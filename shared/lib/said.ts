import { canonicalBytes } from './canonical-json.ts';

/**
 * What a person wrote, and the salt by which it is bound into hashes: 16 random bytes in base64url, made by whoever wrote it.
 * Without the salt nobody who sees a hash can try out what was said.
 */
export interface SaidText {
  readonly text: string;
  readonly salt: string;
}

/** The same once it was erased: what it is bound by is left, in lower case hex. */
export interface ErasedText {
  readonly sha256: string;
}

export type Said = SaidText | ErasedText;

/** SHA-256: 32 bytes. */
export type Hash = (data: Uint8Array) => Uint8Array;

/** 16 bytes are 21 characters and two bits: the last character is one of four, so that a salt is written in one way. */
export const SALT = /^[A-Za-z0-9_-]{21}[AQgw]$/;
const SHA256 = /^[0-9a-f]{64}$/;

export const isErased = (said: Said): said is ErasedText => 'sha256' in said;

/**
 * What binds a text, in lower case hex: SHA-256 of the UTF-8 bytes of
 *
 *     {"purpose":"latchkey-said-v1","salt":SALT,"text":TEXT}
 *
 * where SALT and TEXT are JSON strings as RFC 8785 writes them. The purpose sets it apart from whatever else is hashed; the
 * quotes end each string, so no two pairs of salt and text have the same bytes.
 */
export function commitmentOf(hash: Hash, said: Said): string {
  if (isErased(said)) return said.sha256;
  const { salt, text } = said;
  return hexOf(hash(canonicalBytes({ purpose: 'latchkey-said-v1', salt, text })));
}

/** A value as it is hashed, and what was said in it, which is kept beside it. */
export interface Sealed {
  readonly leaf: unknown;
  /** Each once, wherever it stands. */
  readonly said: readonly SaidText[];
}

/** Puts `{ sha256 }` wherever in a value somebody's text stands. */
export function sealSaid(hash: Hash, value: unknown): Sealed {
  const said = new Map<string, SaidText>();
  const leaf = replace(value, (each) => {
    if (!isSaidText(each)) return null;
    const sha256 = commitmentOf(hash, each);
    said.set(sha256, { text: each.text, salt: each.salt });
    return { sha256 };
  });
  return { leaf, said: [...said.values()] };
}

/** A sealed value with what was said in it. */
export interface Opened {
  readonly value: unknown;
  /** Texts that the value is not bound to: whoever gave them did not give what was said. They are not in `value`. */
  readonly strays: readonly SaidText[];
}

/** The other way round. What is not among `said` was erased, and stays `{ sha256 }`. */
export function openSaid(hash: Hash, { leaf, said }: Sealed): Opened {
  if (said.length === 0) return { value: leaf, strays: [] };
  const texts = new Map(said.map((each) => [commitmentOf(hash, each), each]));
  const found = new Set<SaidText>();
  const value = replace(leaf, (each) => {
    const text = isErasedText(each) ? texts.get(each.sha256) : undefined;
    if (text) found.add(text);
    return text ?? null;
  });
  return { value, strays: said.filter((each) => !found.has(each)) };
}

/** A copy of a value in which of these texts, by what binds them, nothing but that is left. */
export const eraseSaid = (hash: Hash, value: unknown, erased: ReadonlySet<string>): unknown =>
  replace(value, (each) => {
    if (!isSaidText(each)) return null;
    const sha256 = commitmentOf(hash, each);
    return erased.has(sha256) ? { sha256 } : each;
  });

/** Whether something that was said in a value is not there any more. */
export const hasErased = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (isErasedText(value) || Object.values(value).some(hasErased));

/** A copy of a value for programs: texts as they are, and null for what was erased. */
export const plainSaid = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(plainSaid);
  if (isSaidText(value)) return value.text;
  if (isErasedText(value)) return null;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plainSaid(each)]));
};

/** A copy of a JSON value in which `by` has put something else in the place of objects; null leaves one, and looks into it. */
function replace(value: unknown, by: (each: object) => object | null): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => replace(each, by));
  return (
    by(value) ?? Object.fromEntries(Object.entries(value).map(([name, each]) => [name, replace(each, by)]))
  );
}

// Whatever has these keys and no others. Nothing else that is logged does; if it did, it would be read again as it was.

function isSaidText(value: object): value is SaidText {
  return (
    Object.keys(value).length === 2 &&
    'text' in value &&
    typeof value.text === 'string' &&
    'salt' in value &&
    typeof value.salt === 'string' &&
    SALT.test(value.salt)
  );
}

function isErasedText(value: object): value is ErasedText {
  return (
    Object.keys(value).length === 1 &&
    'sha256' in value &&
    typeof value.sha256 === 'string' &&
    SHA256.test(value.sha256)
  );
}

const hexOf = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
