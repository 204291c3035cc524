import { CODES, type ToldCode } from './codes/codes.ts';
import type { Kind } from './kinds.ts';

export type { ToldCode } from './codes/codes.ts';

type ValueOf<K> = K extends readonly string[]
  ? K[number]
  : K extends 'text'
    ? string
    : K extends 'count' | 'ms'
      ? number
      : K extends 'texts'
        ? readonly string[]
        : K extends 'told'
          ? Told
          : readonly Told[];

/** What a code takes, as its table in `codes/` says. */
export type ParamsOf<C extends ToldCode> = {
  readonly [P in keyof (typeof CODES)[C]]: ValueOf<(typeof CODES)[C][P]>;
};

/** Something that is told to people, as data: `words.tell` makes a sentence of it in the reader's language. */
export interface Told {
  readonly code: ToldCode;
  readonly params: Readonly<Record<string, ToldValue>>;
}

/** What is told, or words of somebody or something else, as they are. */
export type Spoken = string | Told;

export type ToldValue = string | number | readonly string[] | Told | readonly Told[];

/** Nothing where the code takes nothing. */
export type ArgsOf<C extends ToldCode> = keyof (typeof CODES)[C] extends never ? [] : [params: ParamsOf<C>];

export const told = <C extends ToldCode>(code: C, ...[params]: ArgsOf<C>): Told => ({
  code,
  params: (params ?? {}) as Told['params'],
});

/** Whether this is what is told, with what it takes. */
export const isCode = <C extends ToldCode>(
  each: Told,
  code: C,
): each is Told & { readonly params: ParamsOf<C> } => each.code === code;

/** Words that are not ours, as they are. */
export const asWritten = (text: string): Told => told('asWritten', { text });

/** Of what comes from outside. */
const LONGEST_TEXT = 4_000;
const MOST_IN_LIST = 1_000;

export const toldOf = (spoken: Spoken): Told => (typeof spoken === 'string' ? asWritten(spoken) : spoken);

/** One sentence after the other. */
export const inTurn = (said: readonly Spoken[]): Told => told('inTurn', { said: said.map(toldOf) });

/** So deep is told within told; what is deeper is nobody's sentence. */
const DEEPEST = 6;

/** Whether a value from outside is something that this Latchkey can tell: a code that it knows, with what that takes. */
export function isTold(value: unknown, depth = 0): value is Told {
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return false;
  const { code, params } = value as { readonly code?: unknown; readonly params?: unknown };
  if (typeof code !== 'string' || !Object.hasOwn(CODES, code)) return false;
  if (typeof params !== 'object' || params === null) return false;
  const kinds: Readonly<Record<string, Kind>> = CODES[code as ToldCode];
  return (
    Object.entries(kinds).every(([name, kind]) => fits(kind, valueAt(params, name), depth)) &&
    Object.keys(params).every((name) => Object.hasOwn(kinds, name))
  );
}

const valueAt = (params: object, name: string): unknown =>
  Object.hasOwn(params, name) ? (params as Record<string, unknown>)[name] : undefined;

function fits(kind: Kind, value: unknown, depth: number): boolean {
  switch (kind) {
    case 'text':
      return typeof value === 'string' && value.length <= LONGEST_TEXT;
    case 'count':
      // A number of others is reckoned with, and one without end is nobody’s.
      return Number.isSafeInteger(value) && (value as number) >= 0;
    case 'ms':
      // Half a millisecond may be half of a round trip, and where clocks differ something may be over before it began.
      return typeof value === 'number' && Math.abs(value) <= Number.MAX_SAFE_INTEGER;
    case 'texts':
      return isList(value) && value.every((each) => fits('text', each, depth));
    case 'told':
      return isTold(value, depth + 1);
    case 'tolds':
      return isList(value) && value.every((each) => isTold(each, depth + 1));
    default:
      return typeof value === 'string' && kind.includes(value);
  }
}

const isList = (value: unknown): value is readonly unknown[] =>
  Array.isArray(value) && value.length <= MOST_IN_LIST;
