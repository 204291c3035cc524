import { CODES, type ToldCode } from './codes/codes.ts';
import { GRANTS } from './codes/grants.ts';
import { RUNS } from './codes/runs.ts';
import { en } from './en/en.ts';
import { formatsOf } from './formats.ts';
import type { Kind } from './kinds.ts';
import { asWritten, type Told, type ToldValue } from './told.ts';

/** What a runner says beside what is its own: of files. */
const OF_FILES = ['othersMayRead', 'belongsToOther', 'isFolder', 'isNoFile', 'fileNotOpened'] as const;

const KNOWN = [...Object.keys(RUNS), ...Object.keys(GRANTS), ...OF_FILES] as readonly ToldCode[];

/** A longer one quotes something at length: it stays as it was written, and costs nobody time. */
const LONGEST = 600;

/** A duration that no sentence has by itself, to see where one stands. */
const SOME_MS = 123_000;

interface Pattern {
  readonly code: ToldCode;
  readonly sentence: RegExp;
  /** In the order in which they stand in the sentence. */
  readonly names: readonly string[];
  /** Of two that fit, the one that says more by itself is meant. */
  readonly length: number;
}

/**
 * What a runner says goes into journals and into what is signed as a sentence in English, whose form does not change. Where such
 * a sentence is shown it is known again by the catalogue that made it, with what it takes, so that it can be told in another
 * language. Null for whatever a script, or a person, or another version said: that stays as it was written. What is found says
 * the same in English as what was there, to the letter.
 */
export function knownAgain(sentence: string): Told | null {
  if (sentence.length > LONGEST) return null;
  patterns ??= KNOWN.map(patternOf).sort((one, other) => other.length - one.length);
  for (const { code, sentence: pattern, names } of patterns) {
    const match = pattern.exec(sentence);
    if (!match) continue;
    const values = names.map((name, at) => [name, valueOf(kindsOf(code)[name], match[at + 1] ?? '')]);
    const found: Told = { code, params: Object.fromEntries(values) };
    if (inEnglish(found) === sentence) return found;
  }
  return null;
}

let patterns: readonly Pattern[] | undefined;

type Entry = string | ((params: object, tell: (told: Told) => string) => string);

const entryOf = (code: ToldCode): Entry => en.told[code] as Entry;
const kindsOf = (code: ToldCode): Readonly<Record<string, Kind>> => CODES[code];

function inEnglish({ code, params }: Told): string {
  const entry = entryOf(code);
  return typeof entry === 'string' ? entry : entry(params, inEnglish);
}

/** The sentence with a mark for each of what it takes; where one stands anything may stand. */
function patternOf(code: ToldCode): Pattern {
  const kinds = kindsOf(code);
  const marked = Object.entries(kinds).map(([name, kind]) => [name, kind === 'ms' ? SOME_MS : markOf(name)]);
  const entry = entryOf(code);
  const text = typeof entry === 'string' ? entry : entry(Object.fromEntries(marked), (mark) => String(mark));
  const [duration] = Object.keys(kinds).filter((name) => kinds[name] === 'ms');
  const whole =
    duration === undefined ? text : text.replace(formatsOf('en').duration(SOME_MS), markOf(duration));
  const names: string[] = [];
  const source = whole.replaceAll(/([\\^$.*+?()[\]{}|/-])|\uE000(\w+)\uE000/g, (_, sign, name) => {
    if (typeof name !== 'string') return `\\${sign}`;
    if (names.includes(name)) return `\\${names.indexOf(name) + 1}`;
    names.push(name);
    return '([^]*?)';
  });
  return { code, sentence: new RegExp(`^${source}$`), names, length: source.length };
}

const markOf = (name: string): string => `\uE000${name}\uE000`;

const UNIT_MS: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000 };

/** What is none of its kind says something else in English, and is not taken. */
function valueOf(kind: Kind | undefined, text: string): ToldValue {
  if (kind === 'told') return knownAgain(text) ?? asWritten(text);
  if (kind === 'count') return Number(text);
  if (kind !== 'ms') return text;
  const parts = [...text.matchAll(/(\d+)([dhms])/g)];
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * (UNIT_MS[unit ?? ''] ?? 0), 0);
}
