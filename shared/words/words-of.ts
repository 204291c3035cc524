/**
 * What another language has to have, by what English has: a sentence for each sentence, and for each function one that takes
 * the same. Nothing missing and nothing more.
 */
export type WordsOf<T> = T extends string
  ? string
  : T extends (...params: infer P) => string
    ? (...params: P) => string
    : { readonly [K in keyof T]: WordsOf<T[K]> };
