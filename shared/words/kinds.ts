/**
 * What a parameter of something told is. `count`: a number; `ms`: a duration in milliseconds; `at`: milliseconds since 1970;
 * `texts`: a list of names; `told`, `tolds`: something told within it. A list of words: one of them.
 */
export type Kind = 'text' | 'count' | 'ms' | 'at' | 'texts' | 'told' | 'tolds' | readonly string[];

/** By what is told; each says what it takes. */
export type CodeTable = Readonly<Record<string, Readonly<Record<string, Kind>>>>;
