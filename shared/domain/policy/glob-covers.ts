import { globAutomaton, type GlobAutomaton } from './glob-automaton.ts';
import { globMatches } from './glob-matches.ts';

/** A character that stands in neither glob stands for all of those. */
const ANY_OTHER = '\u0000';

/** So many pairs of states are looked at. Real globs need a few dozen. */
const MAX_PAIRS = 5_000;

/**
 * Whether every text that fits `narrow` also fits `wide`. True only when that is certain: where it would take too long
 * to find out, the answer is no. Walks both automata together over every character that either can tell apart.
 */
export function globCovers(wide: string, narrow: string): boolean {
  if (!narrow.includes('*')) return globMatches(wide, narrow);
  if (!fixedEndsFit(wide, narrow)) return false;
  const outer = globAutomaton(wide);
  const inner = globAutomaton(narrow);
  const alphabet = new Set([...literalsOf(outer), ...literalsOf(inner), '/', ANY_OTHER]);
  const seen = new Set<string>();
  const open: Pair[] = [{ outer: outer.start, inner: inner.start }];
  for (let pair = open.pop(); pair; pair = open.pop()) {
    const key = keyOf(pair);
    if (seen.has(key)) continue;
    if (seen.size >= MAX_PAIRS) return false;
    seen.add(key);
    if (inner.isMatch(pair.inner) && !outer.isMatch(pair.outer)) return false;
    for (const character of alphabet) {
      const next = { outer: outer.step(pair.outer, character), inner: inner.step(pair.inner, character) };
      if (next.inner.size > 0) open.push(next);
    }
  }
  return true;
}

/**
 * What stands before the first star of `wide` must stand there in `narrow` too, and the same at the end: a star may stand
 * for nothing. Nearly every pair of rules differs there, and is told apart without walking anything.
 */
function fixedEndsFit(wide: string, narrow: string): boolean {
  const first = wide.indexOf('*');
  if (first < 0) return false;
  const head = wide.slice(0, first);
  const tail = wide.slice(wide.lastIndexOf('*') + 1);
  const narrowTail = narrow.slice(narrow.lastIndexOf('*') + 1);
  return narrow.slice(0, narrow.indexOf('*')).startsWith(head) && narrowTail.endsWith(tail);
}

interface Pair {
  readonly outer: ReadonlySet<number>;
  readonly inner: ReadonlySet<number>;
}

const sorted = (states: ReadonlySet<number>): string => [...states].sort((a, b) => a - b).join(' ');

const keyOf = (pair: Pair): string => `${sorted(pair.outer)}|${sorted(pair.inner)}`;

const literalsOf = (glob: GlobAutomaton): string[] =>
  glob.parts.flatMap((part) => (part.kind === 'literal' ? [part.character] : []));
