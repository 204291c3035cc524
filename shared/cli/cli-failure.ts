import type { Refusal } from '../domain/refusal.ts';
import { EXIT, type ExitStatus } from './exit-status.ts';

/** Ends a command with a status and a sentence; `code` is for programs. */
export class CliFailure extends Error {
  readonly status: ExitStatus;
  readonly code: string;

  constructor(status: ExitStatus, sentence: string, code = 'failed') {
    super(sentence);
    this.name = 'CliFailure';
    this.status = status;
    this.code = code;
  }
}

/** What the service would not do. */
export const refused = ({ code, message }: Refusal): CliFailure =>
  new CliFailure(EXIT.refused, message, code);

/** What was asked for only a newer Latchkey can show. */
export const ofNewer = (what: string): CliFailure =>
  new CliFailure(EXIT.fault, `${what} only a newer Latchkey can show. Update Latchkey to see it.`, 'newer');

/** What was written in a way that cannot be meant. */
export const wrongUsage = (sentence: string): CliFailure => new CliFailure(EXIT.usage, sentence, 'usage');
