import { isTold, type Spoken, type ToldCode } from '../words/told.ts';

/** What a service says, as `Told` where its code is known here, else the sentence that it says in English. */
export const spokenOf = (said: { readonly sentence: string; readonly told?: unknown }): Spoken =>
  isTold(said.told) ? said.told : said.sentence;

/** Which of the things that can be told it is; null for what is not known here, or was not said so. */
export const codeOf = ({ told }: { readonly told?: unknown }): ToldCode | null =>
  isTold(told) ? told.code : null;
