import { isAlias, isMap, isScalar, isSeq, type Document, type LineCounter, type Node, type Pair } from 'yaml';

export type YamlPath = readonly (string | number)[];

export interface Place {
  readonly line: number;
  readonly column: number;
}

/** The text of one file with the way back from a value to its place in it. */
export interface YamlFile {
  readonly name: string;
  /** Plain JSON-like data. */
  readonly value: unknown;
  /** Where the value at `path` stands (or its key), one-based; where nothing stands, what would hold it. */
  placeOf(path: YamlPath, part?: 'key' | 'value'): Place;
}

export function placeIn(
  document: Document,
  lines: LineCounter,
  path: YamlPath,
  part: 'key' | 'value',
): Place {
  let node: unknown = document.contents;
  let offset = offsetOf(node) ?? 0;
  for (const [depth, key] of path.entries()) {
    const found = child(resolved(node, document), key);
    if (!found) break;
    const wantsKey = part === 'key' && depth === path.length - 1;
    offset = (wantsKey ? offsetOf(found.key) : offsetOf(found.value)) ?? offsetOf(found.key) ?? offset;
    node = found.value;
  }
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

function child(node: unknown, key: string | number): { key: unknown; value: unknown } | undefined {
  if (isSeq(node))
    return typeof key === 'number' && key in node.items ? { key: null, value: node.items[key] } : undefined;
  if (!isMap(node)) return undefined;
  return node.items.find((pair: Pair) => isScalar(pair.key) && String(pair.key.value) === String(key));
}

const resolved = (node: unknown, document: Document): unknown =>
  isAlias(node) ? node.resolve(document) : node;

const offsetOf = (node: unknown): number | undefined => (node as Node | null | undefined)?.range?.[0];
