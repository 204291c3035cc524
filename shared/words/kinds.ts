/**
 * What a parameter of something told is. `count`: a whole number; `ms`: a duration in milliseconds; neither is negative;
 * `texts`: a list of names; `told`, `tolds`: something told within it. A list of words: one of them.
 */
export type Kind = 'text' | 'count' | 'ms' | 'texts' | 'told' | 'tolds' | readonly string[];

/** By what is told; each says what it takes. */
export type CodeTable = Readonly<Record<string, Readonly<Record<string, Kind>>>>;
