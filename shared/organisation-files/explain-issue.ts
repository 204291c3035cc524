import type { z } from 'zod';
import { shortText } from '../lib/short-text.ts';
import { objection, predicateOf } from '../contract/schema-words.ts';
import { told, type Told } from '../words/told.ts';
import { nearestWord } from './nearest-word.ts';
import type { YamlPath } from './yaml-file.ts';

/** A schema's objection, with the place to point at. */
export interface Explained {
  readonly path: YamlPath;
  /** What to point at: a key that should not be there, or a value that is not right. */
  readonly part: 'key' | 'value';
  readonly told: Told;
}

type Issue = z.core.$ZodIssue;

/** What a schema objected to in `value`. `words` are the keys that the file knows. */
export function explainIssue(issue: Issue, value: unknown, words: readonly string[]): Explained[] {
  const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
  const what = nameOf(path);
  const say = (is: Told): Explained[] => [{ path, part: 'value', told: told('valueIs', { what, is }) }];
  const isMissing = valueAt(value, path) === undefined;
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        path: [...path, key],
        part: 'key',
        told: told('keyUnknown', { key: shortText(key, 60), near: nearestWord(key, words) }),
      }));
    case 'invalid_key':
      return issue.issues.map((each) => ({ path, part: 'key', told: aboutKey(path, each) }));
    case 'invalid_union':
      if (isMissing) return say(told('isMissing'));
      return (
        explainUnion(issue, path, value, words) ?? [{ path, part: 'value', told: objection(what, issue) }]
      );
    case 'invalid_type': {
      const found = valueAt(value, path);
      if (isMissing) return say(told('isMissingKind', { wanted: issue.expected }));
      if (typeof found === 'number' && issue.expected === 'int') return say(told('isNotWhole'));
      return say(told('isNotKind', { wanted: issue.expected, found: kindOf(found) }));
    }
    case 'too_small':
    case 'too_big':
      return say(bound(issue));
    case 'invalid_value':
      return say(isMissing ? told('isMissingIt', { is: predicateOf(issue) }) : predicateOf(issue));
    default:
      return [{ path, part: 'value', told: objection(what, issue) }];
  }
}

/** A key that people choose themselves, such as a tag's: always a text, so only its length and form can be wrong. */
function aboutKey(path: YamlPath, issue: Issue): Told {
  const [parent, key] = [path.at(-2), String(path.at(-1))];
  const within = { parent: parent === undefined ? '' : String(parent) };
  const what =
    key === '' ? told('keyEmpty', within) : told('keyNamed', { key: shortText(key, 60), ...within });
  return isBound(issue) ? told('valueIs', { what, is: bound(issue) }) : objection(what, issue);
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

/** `“maxDuration”`, and for an item of a list `Item 2 of “groups”`. */
function nameOf(path: YamlPath): Told {
  const last = path.at(-1);
  if (last === undefined) return told('theFile');
  if (typeof last === 'string') return told('theValue', { name: shortText(last, 60) });
  const list = path.at(-2);
  return typeof list === 'string' ? told('itemOf', { at: last + 1, list }) : told('itemAt', { at: last + 1 });
}

/** As schemas call it; of a value that they have no word for, the value. */
function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  const kind = typeof value;
  return kind === 'number' || kind === 'object' || kind === 'string' ? kind : String(value);
}

type Bound = Extract<Issue, { code: 'too_small' | 'too_big' }>;

const isBound = (issue: Issue): issue is Bound => issue.code === 'too_small' || issue.code === 'too_big';

function bound(issue: Bound): Told {
  if (issue.code === 'too_small') {
    const least = Number(issue.minimum);
    if (issue.origin === 'string') return least === 1 ? told('isEmpty') : told('hasFewCharacters', { least });
    return issue.origin === 'array' ? told('hasFewItems', { least }) : told('isBelow', { least });
  }
  const most = Number(issue.maximum);
  if (issue.origin === 'string') return told('hasManyCharacters', { most });
  return issue.origin === 'array' ? told('hasManyItems', { most }) : told('isAbove', { most });
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
