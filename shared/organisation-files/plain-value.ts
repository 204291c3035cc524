import { isAlias, isMap, isScalar, isSeq, type Document, type Node } from 'yaml';
import { told, type Told } from '../words/told.ts';
import { FILE_LIMITS } from '../contract/file-limits.ts';

/** Thrown inside this file's caller only: what cannot be plain data, with the node to point at. */
export class NotPlain extends Error {
  readonly node: unknown;

  readonly told: Told;

  constructor(node: unknown, told: Told) {
    super(told.code);
    this.node = node;
    this.told = told;
  }
}

/**
 * A YAML document as plain data. Aliases are replaced by what they stand for within a budget of values, so a file that
 * would unfold to millions of them (a "billion laughs") stops early, and one that holds itself stops at the depth limit.
 */
export function plainValue(document: Document): unknown {
  let values = 0;
  let aliases = 0;

  function visit(node: unknown, depth: number): unknown {
    if (++values > FILE_LIMITS.values) throw new NotPlain(node, told('tooManyValues'));
    if (depth > FILE_LIMITS.depth) throw new NotPlain(node, told('nestedTooDeep'));
    if (node === null || node === undefined) return null;
    if (isAlias(node)) {
      if (++aliases > FILE_LIMITS.aliases)
        throw new NotPlain(node, told('tooManyAliases', { most: FILE_LIMITS.aliases }));
      const target = node.resolve(document);
      if (!target) throw new NotPlain(node, told('aliasUnknown', { name: node.source }));
      return visit(target, depth + 1);
    }
    if ((node as Node).tag) throw new NotPlain(node, told('tagsNotUsed'));
    if (isSeq(node)) return node.items.map((each) => visit(each, depth + 1));
    if (isMap(node)) {
      // Here and not by the parser, which compares each key with all before it.
      const seen = new Map<string, unknown>();
      for (const { key, value } of node.items) {
        const name = keyOf(key);
        if (seen.has(name)) throw new NotPlain(key, TWICE);
        seen.set(name, visit(value, depth + 1));
      }
      return Object.fromEntries(seen);
    }
    if (isScalar(node)) return scalarOf(node, node.value);
    throw new NotPlain(node, told('notPlainData'));
  }

  return visit(document.contents, 0);
}

const TWICE = told('keyTwice');

function keyOf(key: unknown): string {
  const text = isScalar(key) ? key.value : null;
  if (typeof text !== 'string') throw new NotPlain(key, told('keyNotText'));
  if (text === '__proto__') throw new NotPlain(key, told('keyNever'));
  return text;
}

function scalarOf(node: unknown, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new NotPlain(node, told('numberEndless'));
  if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) return value;
  throw new NotPlain(node, told('writeInQuotes'));
}
