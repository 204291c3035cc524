import { ownValue } from '../../lib/own-value.ts';
import { told, type Told } from '../../words/told.ts';
import type { CelNode } from './cel.ts';
import { pathOf } from './condition-path.ts';
import { DURATION, LOOPS, NUMBERS_OF, TEXTS_OF, TIMESTAMP } from './condition-schema.ts';

const DATE = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const COMPARING = ['==', '!=', '<', '<=', '>', '>='];
const INNER = ['string', 'int', 'bool', TIMESTAMP, DURATION];

/**
 * What is wrong with the types of a condition though the engine accepts it, or null. The engine lets through what it will only know
 * when it is evaluated (`requester[name]`), and what is always false by a typing mistake (`request.origin == "clii"`).
 */
export function checkTypes(node: CelNode, text: string): Told | null {
  const part = text.slice(node.start, node.end);
  for (const each of checkedParts(node)) {
    const wrong = checkTypes(each, text);
    if (wrong) return wrong;
  }
  const isEmptyList = node.op === 'list' && node.parts.length === 0;
  if (!node.type || (node.type.isOpen && !isEmptyList)) return told('conditionOpen', { part });
  return (
    checkIndex(node, part) ?? checkInner(node, part) ?? checkJoined(node, part) ?? checkCompared(node, part)
  );
}

/** The engine does not look at the name in `exists(name, …)`, nor within `has(…)`, which `checkForm` did. */
function checkedParts({ op, name, parts }: CelNode): readonly CelNode[] {
  if (op === 'call' && name === 'has') return [];
  if (op === 'rcall' && LOOPS.some((loop) => loop === name)) return parts.filter((_, at) => at !== 1);
  return parts;
}

/** A key of another kind than the map’s is never there. */
function checkIndex({ op, parts: [on, at] }: CelNode, part: string): Told | null {
  if (op !== '[]') return null;
  const of = on?.type?.name ?? '';
  const wanted = of.startsWith('list<') ? 'int' : 'string';
  const isIndexed = /^(list|map)</.test(of) && at?.type?.name === wanted;
  return isIndexed ? null : told('conditionIndex', { part });
}

/** Lists and maps hold texts, numbers, truths and times: what is in each other may grow with every step. */
function checkInner({ op, type, parts }: CelNode, part: string): Told | null {
  const [, inner] = /^(?:list<|map<string, )(.*)>$/.exec(type?.name ?? '') ?? [];
  if (inner === undefined || INNER.includes(inner) || (op === 'list' && parts.length === 0)) return null;
  return told('conditionInner', { part });
}

function checkJoined({ op, type }: CelNode, part: string): Told | null {
  return op === '+' && type?.name.startsWith('list<') ? told('conditionJoined', { part }) : null;
}

/**
 * A length of time before a moment: the engine takes their sum for a length, and compares it as one. It is told before what the
 * engine objects to, which would be hard to understand.
 */
export function checkTurned(node: CelNode, text: string): Told | null {
  const [left, right] = node.parts;
  if (node.op === '+' && left?.type?.name === DURATION && right?.type?.name === TIMESTAMP)
    return told('conditionTurned', { part: text.slice(node.start, node.end) });
  for (const part of node.parts) {
    const wrong = checkTurned(part, text);
    if (wrong) return wrong;
  }
  return null;
}

/** What is compared with something that it never is. */
function checkCompared({ op, parts }: CelNode, part: string): Told | null {
  const [left, right] = parts;
  if (!left || !right) return null;
  if (op === 'in') return checkValues(left, right.op === 'list' ? right.parts : [], part);
  if (!COMPARING.includes(op)) return null;
  const isEqual = op === '==' || op === '!=';
  return (
    checkDate(left, right, part) ??
    checkDate(right, left, part) ??
    (isEqual ? (checkValues(left, [right], part) ?? checkValues(right, [left], part)) : null)
  );
}

function checkValues(field: CelNode, values: readonly CelNode[], part: string): Told | null {
  const path = pathOf(field) ?? '';
  const known = ownValue(TEXTS_OF, path);
  const [least, most] = ownValue(NUMBERS_OF, path) ?? [];
  for (const value of values) {
    const wrongDate = checkDate(field, value, part);
    if (wrongDate) return wrongDate;
    if (known && typeof value.value === 'string' && !known.includes(value.value))
      return told('conditionNeverIs', { field: path, value: value.value, known });
    const number = numberOf(value);
    if (least !== undefined && most !== undefined && number !== null && (number < least || number > most))
      return told('conditionNeverBetween', { field: path, value: String(number), least, most });
  }
  return null;
}

function checkDate(field: CelNode, { value }: CelNode, part: string): Told | null {
  if (pathOf(field) !== 'request.local.date' || typeof value !== 'string' || DATE.test(value)) return null;
  return told('conditionDate', { part });
}

/** A number that is written out, with its sign. */
function numberOf({ op, value, parts: [on] }: CelNode): number | null {
  if (typeof value === 'bigint') return Number(value);
  return op === '-_' && typeof on?.value === 'bigint' ? -Number(on.value) : null;
}
