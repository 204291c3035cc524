import type { CelNode } from './cel.ts';
import { pathOf } from './condition-path.ts';
import { LOOPS, MOST } from './condition-schema.ts';

/** At most so many steps may a condition take, whatever the facts are: about 10 ms of work. */
export const MOST_STEPS = 1_000_000;

/** So many characters are looked at in a step. */
const CHARACTERS_A_STEP = 100;

/** At most: steps to find something, how many things are in it, and how long each of them is as text. */
interface Size {
  readonly steps: number;
  readonly items: number;
  readonly characters: number;
}

type Scope = Readonly<Record<string, Size>>;

/**
 * How many steps a condition takes at most, with the largest facts that there can be (`MOST`). Nothing is counted while it is
 * evaluated: whether it is too much is known when it is published, on every computer alike.
 */
export const mostSteps = (root: CelNode): number => sizeOf(root, {}).steps;

function sizeOf(node: CelNode, scope: Scope): Size {
  if (node.op === 'rcall' && LOOPS.some((loop) => loop === node.name)) return sizeOfLoop(node, scope);
  const parts = node.parts.map((part) => sizeOf(part, scope));
  const steps = sum(parts.map((part) => part.steps)) + 1 + stepsOf(node, parts);
  return { ...madeOf(node, parts, scope), steps };
}

/** A body once for each. What comes out is as long as what went in, or as what the body makes of it. */
function sizeOfLoop({ name, parts: [on, each, inner] }: CelNode, scope: Scope): Size {
  if (!on || !each || !inner) return { steps: 1, items: 0, characters: 0 };
  const over = sizeOf(on, scope);
  const body = sizeOf(inner, { ...scope, [each.name]: { ...over, items: 0, steps: 1 } });
  const { characters } = name === 'map' ? body : over;
  return { steps: over.steps + 1 + over.items * (body.steps + 1), items: over.items, characters };
}

function madeOf(node: CelNode, parts: readonly Size[], scope: Scope): Omit<Size, 'steps'> {
  const longest = Math.max(0, ...parts.map((part) => part.characters));
  switch (node.op) {
    case 'value':
      return { items: 0, characters: typeof node.value === 'string' ? node.value.length : 0 };
    case 'id':
    case '.':
      return ofField(pathOf(node), (Object.hasOwn(scope, node.name) && scope[node.name]) || null);
    case 'list':
    case 'map':
      return { items: parts.length, characters: longest };
    case '+':
      return { items: 0, characters: sum(parts.map((part) => part.characters)) };
    default:
      return { items: Math.max(0, ...parts.map((part) => part.items)), characters: longest };
  }
}

function ofField(path: string | null, named: Size | null): Omit<Size, 'steps'> {
  if (path === null && named) return named;
  switch (path) {
    case 'request.reason':
      return { items: 0, characters: MOST.reasonLength };
    case 'requester.groups':
      return { items: MOST.groups, characters: MOST.textLength };
    case 'entitlement.tags':
      return { items: MOST.tags, characters: MOST.textLength };
    default:
      return { items: 0, characters: MOST.textLength };
  }
}

/** Beside what its parts take. Looking for a text in a text may begin again at each of its characters. */
function stepsOf({ op, name }: CelNode, [left, right]: readonly Size[]): number {
  const long = left?.characters ?? 0;
  const short = right?.characters ?? 0;
  const items = Math.max(1, left?.items ?? 0, right?.items ?? 0);
  if (op === 'rcall' && name === 'contains') return Math.ceil((long * (short + 1)) / CHARACTERS_A_STEP);
  if (op === 'value' || op === 'id' || op === '.') return 0;
  return Math.ceil((long + short) / CHARACTERS_A_STEP) * items;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, each) => all + each, 0);
