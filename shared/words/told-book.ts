import type { CODES, ToldCode } from './codes/codes.ts';
import type { ParamsOf, Told } from './told.ts';

/** The sentences of some codes: a text, or a function of what the code takes. `tell` is for what is told within it. */
export type BookOf<C extends ToldCode> = {
  readonly [K in C]: keyof (typeof CODES)[K] extends never
    ? string
    : (params: ParamsOf<K>, tell: (told: Told) => string) => string;
};

export type ToldBook = BookOf<ToldCode>;
