/** In a text: any run of characters, which only `**` takes (see `globCovers`). No id has it. */
export const ANY_RUN = '\u0000';

/**
 * Whether the whole `text` fits the glob: `*` is any run of characters but `/` (also none), `**` any run at all.
 *
 * Each star first stands for nothing and grows only when what follows it does not fit. It is enough to remember the
 * last `*` and the last `**`: what stands before them has fitted as early as it can, and a later fit would not help.
 * So there is no pattern that takes long, as there is for regular expressions.
 */
export function globMatches(pattern: string, text: string): boolean {
  let star: Grown | null = null;
  let globstar: Grown | null = null;
  let at = 0;
  let position = 0;
  for (;;) {
    if (pattern.startsWith('**', at)) {
      at += 2;
      globstar = { rest: at, until: position };
      star = null;
    } else if (pattern[at] === '*') {
      at += 1;
      star = { rest: at, until: position };
    } else if (at === pattern.length && position === text.length) {
      return true;
    } else if (at < pattern.length && pattern[at] === text[position]) {
      at++;
      position++;
    } else {
      if (star && (star.until >= text.length || ENDS_A_STAR.includes(text[star.until] ?? ''))) star = null;
      const grow: Grown | null = star ?? globstar;
      if (!grow || grow.until >= text.length) return false;
      grow.until++;
      at = grow.rest;
      position = grow.until;
    }
  }
}

const ENDS_A_STAR = ['/', ANY_RUN];

/** A star, the pattern that follows it, and the end of the text that it stands for. */
interface Grown {
  readonly rest: number;
  until: number;
}
