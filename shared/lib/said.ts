import { canonicalText } from './canonical-json.ts';
import { hexOf } from './hex-of.ts';

const encoder = new TextEncoder();

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
const SALT_FORM = '[A-Za-z0-9_-]{21}[AQgw]';
export const SALT = new RegExp(`^${SALT_FORM}$`);
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
export const commitmentOf = (hash: Hash, said: Said): string =>
  isErased(said) ? said.sha256 : bindingOf(hash, textOf(said));

/** What was said, as canonical JSON: so it stands in the text of a value that is opened. */
const textOf = ({ salt, text }: SaidText): string =>
  `{"salt":${JSON.stringify(salt)},"text":${JSON.stringify(text)}}`;

const bindingOf = (hash: Hash, text: string): string =>
  hexOf(hash(encoder.encode(`{"purpose":"latchkey-said-v1",${text.slice(1)}`)));

/** So it stands in the text of a value that is sealed. */
const sealedOf = (sha256: string): string => `{"sha256":"${sha256}"}`;

/**
 * The canonical JSON of `SaidText`s in that of a value. It matches nowhere else: within a string each quote has a backslash
 * before it, and an object with more members ends elsewhere or has another one between.
 */
const SAID = new RegExp(String.raw`\{"salt":"${SALT_FORM}","text":"[^"\\]*(?:\\.[^"\\]*)*"\}`, 'g');

/** The text of a leaf, which is canonical JSON, and what was said in it, which is kept beside it. */
export interface LeafText {
  readonly text: string;
  /** Each once, wherever it stands. */
  readonly said: readonly SaidText[];
}

/** A value as canonical JSON, with `{ sha256 }` wherever somebody's text stands. */
export function sealSaid(hash: Hash, value: unknown): LeafText {
  const said = new Map<string, SaidText>();
  const text = canonicalText(value).replace(SAID, (each) => {
    const sha256 = bindingOf(hash, each);
    const { text, salt } = JSON.parse(each) as SaidText;
    said.set(sha256, { text, salt });
    return sealedOf(sha256);
  });
  return { text, said: [...said.values()] };
}

/** The other way round: the value as JSON. What is not among `said` was erased, and stays `{ sha256 }`; what is not bound is left out. */
export const openSaid = (hash: Hash, { text, said }: LeafText): string =>
  said.reduce((opened, each) => {
    const whole = textOf(each);
    return opened.replaceAll(sealedOf(bindingOf(hash, whole)), () => whole);
  }, text);

/** Whether the leaf is bound to all that is said to have been said in it. Of a leaf that may not be read (null) nothing is. */
export const isBound = (
  hash: Hash,
  { text, said }: { readonly text: string | null; readonly said: LeafText['said'] },
): boolean => said.every((each) => text?.includes(sealedOf(commitmentOf(hash, each))));

/** By what a leaf is bound to what was said in it, in lower case hex. It matches nowhere else, as with `SAID`. */
export const sealedIn = (text: string): readonly string[] =>
  [...text.matchAll(/\{"sha256":"([0-9a-f]{64})"\}/g)].flatMap(([, sha256]) => sha256 ?? []);

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
