import type { z } from 'zod';
import { shortText } from '../lib/short-text.ts';
import { didYouMean } from './did-you-mean.ts';
import type { YamlPath } from './yaml-file.ts';

/** A schema's objection as a sentence, with the place to point at. */
export interface Explained {
  readonly path: YamlPath;
  /** What to point at: a key that should not be there, or a value that is not right. */
  readonly part: 'key' | 'value';
  readonly message: string;
}

type Issue = z.core.$ZodIssue;

/** Sentences for what a schema objected to in `value`. `words` are the keys that the file knows. */
export function explainIssue(issue: Issue, value: unknown, words: readonly string[]): Explained[] {
  const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
  const say = (message: string): Explained[] => [{ path, part: 'value', message }];
  const name = nameOf(path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        path: [...path, key],
        part: 'key',
        message: `“${shortText(key, 60)}” is not known here.${didYouMean(key, words)}`,
      }));
    case 'invalid_key':
      return issue.issues.map((each) => ({ path, part: 'key', message: aboutKey(path, each) }));
    case 'invalid_union':
      if (valueAt(value, path) === undefined) return say(`${name} is missing.`);
      return explainUnion(issue, path, value, words) ?? say(`${name} ${issue.message}.`);
    case 'invalid_type': {
      const found = valueAt(value, path);
      if (found === undefined) return say(`${name} is missing. It must be ${noun(issue.expected)}.`);
      if (typeof found === 'number' && issue.expected === 'int')
        return say(`${name} must be a whole number.`);
      return say(`${name} must be ${noun(issue.expected)}, not ${kindOf(found)}.`);
    }
    case 'too_small':
    case 'too_big':
      return say(`${name} ${bound(issue)}.`);
    case 'invalid_value': {
      const missing = valueAt(value, path) === undefined;
      return say(missing ? `${name} is missing: it ${issue.message}.` : `${name} ${issue.message}.`);
    }
    default:
      return say(goOn(name, issue));
  }
}

/** Messages of our own schemas: either a whole sentence, or one that goes on after the name. */
const goOn = (name: string, { message }: Issue): string =>
  /^[A-Z]/.test(message) ? message : `${name} ${message}.`;

/** A key that people choose themselves, such as a tag's: always a text, so only its length and form can be wrong. */
function aboutKey(path: YamlPath, issue: Issue): string {
  const [parent, key] = [path.at(-2), String(path.at(-1))];
  const name = `${key === '' ? 'A key' : `The key “${shortText(key, 60)}”`}${parent === undefined ? '' : ` in “${parent}”`}`;
  return isBound(issue) ? `${name} ${bound(issue)}.` : goOn(name, issue);
}

/** A list that is meant to be one, or a text that only has something wrong with it, deserves more than the union's own message. */
function explainUnion(
  issue: Extract<Issue, { code: 'invalid_union' }>,
  path: YamlPath,
  value: unknown,
  words: readonly string[],
): Explained[] | undefined {
  const wrongKind = (each: Issue) =>
    each.path.length === 0 && (each.code === 'invalid_type' || each.code === 'invalid_value');
  const fitting = issue.errors.find((errors) => !errors.some(wrongKind));
  return fitting?.flatMap((each) => explainIssue({ ...each, path: [...path, ...each.path] }, value, words));
}

/** `“maxDuration”`, and for an item of a list `“groups”, item 2,`. */
function nameOf(path: YamlPath): string {
  const last = path.at(-1);
  if (last === undefined) return 'The file';
  if (typeof last === 'string') return `“${shortText(last, 60)}”`;
  const list = path.at(-2);
  return typeof list === 'string' ? `Item ${last + 1} of “${list}”` : `Item ${last + 1}`;
}

const NOUNS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a group of keys and values',
  record: 'a group of keys and values',
};
const noun = (expected: string): string => NOUNS[expected] ?? expected;

function kindOf(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'number') return 'a number (put it in quotes to make it text)';
  if (typeof value === 'object') return 'a group of keys and values';
  return typeof value === 'string' ? 'text' : String(value);
}

type Bound = Extract<Issue, { code: 'too_small' | 'too_big' }>;

const isBound = (issue: Issue): issue is Bound => issue.code === 'too_small' || issue.code === 'too_big';

function bound(issue: Bound): string {
  const [which, most] = issue.code === 'too_small' ? ['at least', issue.minimum] : ['at most', issue.maximum];
  const limit = Number(most);
  if (issue.origin === 'string')
    return limit === 1 && which === 'at least' ? 'is empty' : `must have ${which} ${limit} characters`;
  if (issue.origin === 'array') return `must have ${which} ${limit} item${limit === 1 ? '' : 's'}`;
  return `must be ${which} ${limit}`;
}

function valueAt(value: unknown, path: YamlPath): unknown {
  return path.reduce<unknown>(
    (each, key) =>
      typeof each === 'object' && each !== null && Object.hasOwn(each, key)
        ? (each as Record<string | number, unknown>)[key]
        : undefined,
    value,
  );
}
