import { isAlias, isMap, isScalar, isSeq, type Document, type Node } from 'yaml';
import { FILE_LIMITS } from '../contract/file-limits.ts';

/** Thrown inside this file's caller only: what cannot be plain data, with the node to point at. */
export class NotPlain extends Error {
  readonly node: unknown;

  constructor(node: unknown, message: string) {
    super(message);
    this.node = node;
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
    if (++values > FILE_LIMITS.values) throw new NotPlain(node, 'The file holds too many values.');
    if (depth > FILE_LIMITS.depth) throw new NotPlain(node, 'This is nested too deeply.');
    if (node === null || node === undefined) return null;
    if (isAlias(node)) {
      if (++aliases > FILE_LIMITS.aliases)
        throw new NotPlain(node, `A file may use at most ${FILE_LIMITS.aliases} aliases (*name).`);
      const target = node.resolve(document);
      if (!target) throw new NotPlain(node, `Nothing is marked with &${node.source} before this.`);
      return visit(target, depth + 1);
    }
    if ((node as Node).tag)
      throw new NotPlain(node, 'Tags (!something) are not used here. Write plain values.');
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
    throw new NotPlain(node, 'This is not plain data.');
  }

  return visit(document.contents, 0);
}

const TWICE = 'This key stands twice in the same place. Keep one of them.';

function keyOf(key: unknown): string {
  const text = isScalar(key) ? key.value : null;
  if (typeof text !== 'string') throw new NotPlain(key, 'A key must be plain text.');
  if (text === '__proto__') throw new NotPlain(key, 'This cannot be a key.');
  return text;
}

function scalarOf(node: unknown, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new NotPlain(node, 'This number has no end.');
  if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) return value;
  throw new NotPlain(node, 'Write this as plain text, in quotes.');
}
