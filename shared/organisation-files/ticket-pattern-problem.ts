import { told, type Told } from '../words/told.ts';

/** A ticket has at most 100 characters, so a star repeats at most so often. */
const LONGEST_TICKET = 100;
const MAX_PATTERN_LENGTH = 200;

/** So many characters may be waited for: a regular expression that grows too large is a fault when it is first used. */
const MAX_SIZE = 2_000;

/** So many ways to match, at most, may be tried on one ticket: a few milliseconds. */
const MAX_WAYS = 1_000_000;

/**
 * Why a pattern cannot be used for tickets, or null. Besides its syntax this looks at the time it can take: the product
 * of the choices that each part leaves is a bound on all ways a backtracking matcher can try, so what stays below the
 * limit is fast on every ticket. It also turns down some patterns that would be fast; they can be written simpler.
 */
export function ticketPatternProblem(source: string): Told | null {
  if (source === '') return told('ticketPatternEmpty');
  if (source.length > MAX_PATTERN_LENGTH) return told('ticketPatternLong', { most: MAX_PATTERN_LENGTH });
  try {
    new RegExp(source, 'u');
  } catch {
    return told('ticketPatternNone');
  }
  if (/\\[1-9k]|\(\?(?!:)/.test(source)) return told('ticketPatternGroups');
  const { ways, size } = costOf(source);
  if (size > MAX_SIZE) return told('ticketPatternRepeats');
  return ways > MAX_WAYS ? told('ticketPatternSlow') : null;
}

interface Cost {
  /** An upper bound of the ways in which it can match or fail to match. */
  readonly ways: number;
  /** How many single characters it waits for when its repetitions are written out. */
  readonly size: number;
}

/** What a pattern costs whose syntax is right. */
function costOf(source: string): Cost {
  let at = 0;

  function alternatives(): Cost {
    let { ways, size } = sequence();
    while (source[at] === '|') {
      at++;
      const other = sequence();
      ways += other.ways;
      size += other.size;
    }
    return { ways, size };
  }

  function sequence(): Cost {
    let ways = 1;
    let size = 0;
    while (at < source.length && source[at] !== '|' && source[at] !== ')') {
      const next = repeated(atom());
      ways *= next.ways;
      size += next.size;
    }
    return { ways, size };
  }

  function atom(): Cost {
    if (source[at] === '(') {
      at += source.startsWith('(?:', at) ? 3 : 1;
      const inner = alternatives();
      at++;
      return inner;
    }
    at += ATOM.exec(source.slice(at))?.[0].length ?? 1;
    return { ways: 1, size: 1 };
  }

  function repeated(inner: Cost): Cost {
    const found = /^(?:([*+?])|\{(\d+)(,?)(\d*)\})\??/.exec(source.slice(at));
    if (!found) return inner;
    at += found[0].length;
    const [, sign, from = '', comma, to = ''] = found;
    const least = sign === undefined ? Number(from) : sign === '+' ? 1 : 0;
    const open = sign === '?' ? 1 : LONGEST_TICKET;
    const most = Math.max(
      least,
      sign !== undefined ? open : comma === '' ? least : Number(to || LONGEST_TICKET),
    );
    return {
      ways: (most - least + 1) * inner.ways ** most,
      size: inner.size * Math.max(1, sign === undefined ? most : 1),
    };
  }

  return alternatives();
}

/** One character, class or escape; what a back slash or a bracket begins is one piece. */
const ATOM =
  /^(?:\\[pPu]\{[^}]*\}|\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}|\\c[A-Za-z]|\\[^]|\[(?:\\[^]|[^\]\\])*\]|[^])/u;
