/** One part of a glob: `*`, `**`, or a character that stands for itself. */
export type GlobPart =
  { readonly kind: 'star' | 'globstar' } | { readonly kind: 'literal'; readonly character: string };

/**
 * A glob as a small automaton: state n waits for part n, and the state after the last part is the match. Walking it
 * takes at most pattern length × text length steps, whatever the pattern; a regular expression would not promise that.
 */
export interface GlobAutomaton {
  readonly parts: readonly GlobPart[];
  /** The states before the first character. */
  readonly start: ReadonlySet<number>;
  /** The states after one more character; empty when nothing can fit any more. */
  step(states: ReadonlySet<number>, character: string): ReadonlySet<number>;
  isMatch(states: ReadonlySet<number>): boolean;
}

export function globAutomaton(pattern: string): GlobAutomaton {
  const parts = (pattern.match(/\*{2,}|[^]/gu) ?? []).map(partOf);
  return {
    parts,
    start: withSkippedStars(parts, [0]),
    step: (states, character) => withSkippedStars(parts, after(parts, states, character)),
    isMatch: (states) => states.has(parts.length),
  };
}

function partOf(text: string): GlobPart {
  if (text === '*') return { kind: 'star' };
  return text.startsWith('**') ? { kind: 'globstar' } : { kind: 'literal', character: text };
}

function* after(parts: readonly GlobPart[], states: ReadonlySet<number>, character: string) {
  for (const state of states) {
    const part = parts[state];
    if (!part) continue;
    if (part.kind === 'literal') {
      if (part.character === character) yield state + 1;
    } else if (part.kind === 'globstar' || character !== '/') yield state;
  }
}

/** `states`, and those reached without a character, since a star may stand for nothing. */
function withSkippedStars(parts: readonly GlobPart[], states: Iterable<number>): Set<number> {
  const reached = new Set<number>();
  for (const state of states) {
    for (let each = state; !reached.has(each); each++) {
      reached.add(each);
      const part = parts[each];
      if (!part || part.kind === 'literal') break;
    }
  }
  return reached;
}
