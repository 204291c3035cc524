import { isTold, type Spoken } from '../words/told.ts';

/** What a service says, as `Told` where its code is known here, else the sentence that it says in English. */
export const spokenOf = (said: { readonly sentence: string; readonly told?: unknown }): Spoken =>
  isTold(said.told) ? said.told : said.sentence;
