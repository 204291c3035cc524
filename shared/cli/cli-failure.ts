import type { Spoken, Told } from '../words/told.ts';
import { wordsIn, type Words } from '../words/words.ts';
import type { Refusal } from '../domain/refusal.ts';
import { EXIT, type ExitStatus } from './exit-status.ts';

/** Ends a command with a status and a sentence; `code` is for programs. */
export class CliFailure extends Error {
  readonly status: ExitStatus;
  readonly code: string;
  /** The same as data, where a service said it. */
  readonly told: Told | null;
  readonly sentence: (words: Words) => string;

  constructor(status: ExitStatus, sentence: Sentence, code = 'failed', told: Told | null = null) {
    const say = typeof sentence === 'function' ? sentence : (words: Words) => words.spoken(sentence);
    super(say(wordsIn('en')));
    this.name = 'CliFailure';
    this.status = status;
    this.code = code;
    this.told = told;
    this.sentence = say;
  }
}

/** In the language of who reads it, which is known where the command ends. */
export type Sentence = Spoken | ((words: Words) => string);

/** What the service would not do. */
export const refused = ({ code, told }: Refusal): CliFailure =>
  new CliFailure(EXIT.refused, ({ tell }) => tell(told), code, told);

/** What was asked for only a newer Latchkey can show. */
export const ofNewer = (sentence: Sentence): CliFailure => new CliFailure(EXIT.fault, sentence, 'newer');

/** What was written in a way that cannot be meant. */
export const wrongUsage = (sentence: Sentence): CliFailure => new CliFailure(EXIT.usage, sentence, 'usage');
