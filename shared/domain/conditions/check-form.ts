import { ownValue } from '../../lib/own-value.ts';
import { told, type Told } from '../../words/told.ts';
import type { CelNode } from './cel.ts';
import { pathOf } from './condition-path.ts';
import { fieldsAt, FUNCTIONS, LOOPS, METHODS, VARIABLES, ZONE_METHODS } from './condition-schema.ts';

/** `exists` within `exists` asks about pairs. What asks about more, nobody reads. */
const MOST_NESTED = 2;

/** What a plain object has, so the engine leaves such keys out of a map, in silence. */
const NEVER_KEYS = ['__proto__', 'constructor', 'prototype'];

/** An instant with its zone: without one the engine would take the computer's own. */
const MOMENT =
  /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,3})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** Hours, minutes, seconds, of five digits at most: no sum of them leaves what a moment can be. */
const LENGTH = /^-?(?=\d)(\d{1,5}h)?(\d{1,5}m)?(\d{1,5}s)?$/;

/** Where a part of a condition stands: names that `exists(name, …)` and the like gave, of how many within each other. */
type Scope = readonly string[];

/**
 * What a condition may not say, by its form alone: the first of it, or null. All that is not allowed here is refused, so that a
 * newer engine with more functions allows nothing more.
 */
export const checkForm = (root: CelNode): Told | null => checkPart(root, []);

/** Nothing has fields and stands for itself: what it costs and what it names would not be seen where it is read. */
const check = (node: CelNode, scope: Scope): Told | null =>
  checkPart(node, scope) ?? (fieldsAt(pathOf(node) ?? '') ? told('conditionPath') : null);

function checkPart(node: CelNode, scope: Scope): Told | null {
  switch (node.op) {
    case 'value':
      return checkValue(node);
    case 'id':
      return scope.includes(node.name) || Object.hasOwn(VARIABLES, node.name)
        ? null
        : told('conditionNoName', { name: node.name, known: Object.keys(VARIABLES) });
    case '.':
      return checkOwner(node, scope) ?? checkField(node);
    case 'call':
      return checkCall(node, scope);
    case 'rcall':
      return checkMethod(node, scope);
    case 'map':
      return checkKeys(node) ?? checkAll(node.parts, scope);
    default:
      return checkAll(node.parts, scope);
  }
}

function checkAll(nodes: readonly CelNode[], scope: Scope): Told | null {
  for (const node of nodes) {
    const wrong = check(node, scope);
    if (wrong) return wrong;
  }
  return null;
}

function checkValue({ value }: CelNode): Told | null {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return null;
    case 'bigint':
      return value <= BigInt(Number.MAX_SAFE_INTEGER) ? null : told('conditionNumber');
    case 'number':
      return told('conditionNumber');
    default:
      return told('conditionValue');
  }
}

/** What a field is of: a name, or a field of one. */
function checkOwner({ parts: [on] }: CelNode, scope: Scope): Told | null {
  const wrong = on ? checkPart(on, scope) : null;
  return wrong ?? (on?.op === 'id' || on?.op === '.' ? null : told('conditionPath'));
}

/** Of a variable; of all else the typed check says it. */
function checkField(node: CelNode): Told | null {
  const [on] = node.parts;
  const of = on ? pathOf(on) : null;
  const known = of === null ? null : fieldsAt(of);
  if (of === null || known === null || known.includes(node.name)) return null;
  return told('conditionNoField', { of, name: node.name, known });
}

function checkCall(node: CelNode, scope: Scope): Told | null {
  const [first] = node.parts;
  switch (node.name) {
    case 'has':
      return first && isTag(first) ? null : told('conditionHas');
    case 'timestamp':
      return first && isMoment(first.value) ? null : told('conditionMoment');
    case 'duration':
      return first && typeof first.value === 'string' && LENGTH.test(first.value)
        ? null
        : told('conditionLength');
    case 'size':
      return checkAll(node.parts, scope);
    case 'matches':
      return told('conditionMatches');
    default:
      return noFunction(node);
  }
}

function checkMethod(node: CelNode, scope: Scope): Told | null {
  const { name, parts } = node;
  const field = ownValue(ZONE_METHODS, name);
  if (field !== undefined) return told('conditionZone', { method: name, field });
  if (name === 'matches') return told('conditionMatches');
  if (LOOPS.some((loop) => loop === name)) return checkLoop(node, scope);
  if (!METHODS.some((method) => method === name)) return noFunction(node);
  return checkAll(parts, scope);
}

function checkLoop({ name, parts }: CelNode, scope: Scope): Told | null {
  const [over, each, body, ...more] = parts;
  if (!over || each?.op !== 'id' || !body || more.length > 0) return told('conditionLoop', { name });
  // A name that means two things is read as the other one.
  if (scope.includes(each.name) || Object.hasOwn(VARIABLES, each.name))
    return told('conditionNameTaken', { name: each.name });
  if (scope.length >= MOST_NESTED) return told('conditionNested', { most: MOST_NESTED });
  return check(over, scope) ?? check(body, [...scope, each.name]);
}

/** Keys that are written out, so that it can be seen that none stands there twice. */
function checkKeys({ parts }: CelNode): Told | null {
  const seen = new Set<string>();
  if (parts.length === 0) return told('conditionKeys');
  for (const { value } of parts.filter((_, at) => at % 2 === 0)) {
    if (typeof value !== 'string') return told('conditionKeys');
    if (seen.has(value)) return told('conditionKeyTwice', { key: value });
    if (NEVER_KEYS.includes(value)) return told('conditionKeyNever', { key: value });
    seen.add(value);
  }
  return null;
}

const noFunction = ({ name }: CelNode): Told =>
  told('conditionNoFunction', { name, known: [...new Set([...FUNCTIONS, ...METHODS, ...LOOPS])] });

/** The one thing that may be there or not. `has` of a field that is always there would always be true. */
function isTag({ op, parts: [on] }: CelNode): boolean {
  return op === '.' && on !== undefined && pathOf(on) === 'entitlement.tags';
}

function isMoment(value: unknown): boolean {
  const [, year, month, day] = (typeof value === 'string' ? MOMENT.exec(value) : null) ?? [];
  if (year === undefined) return false;
  // The 30th of February would be the 2nd of March.
  const at = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return Number(year) >= 1970 && at.getUTCMonth() + 1 === Number(month) && at.getUTCDate() === Number(day);
}
