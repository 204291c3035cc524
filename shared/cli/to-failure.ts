import { isUnreachable } from '../client/is-unreachable.ts';
import { refusalOf } from '../client/refusal-of.ts';
import { NoneAnswers, saidAway } from '../client/why-away.ts';
import { innermost } from '../lib/innermost.ts';
import type { Words } from '../words/words.ts';
import { CliFailure, refused } from './cli-failure.ts';
import { EXIT } from './exit-status.ts';
import { sayFault } from './say-fault.ts';

/** What went wrong as a status and a sentence. */
export function toFailure(error: unknown): CliFailure {
  if (error instanceof CliFailure) return error;
  const refusal = refusalOf(error);
  if (refusal) return refused(refusal);
  if (isUnreachable(error))
    return new CliFailure(EXIT.unreachable, (words) => whyUnreachable(error, words), 'unreachable');
  return new CliFailure(EXIT.fault, (words) => sayFault(words, error), 'fault');
}

function whyUnreachable(error: unknown, words: Words): string {
  const away = saidAway(error);
  if (away !== null) return words.spoken(away);
  const { cannotReach, cannotReachSocket, noneAnswers, noAnswer } = words.cli.common;
  const why = reason(error) || noAnswer;
  const { cause } = error as { readonly cause?: unknown };
  if (cause instanceof NoneAnswers) return noneAnswers({ count: cause.count, why });
  return isOfSocket(error) ? cannotReachSocket({ why }) : cannotReach({ why });
}

/** Whether nobody listens on a socket of this computer, to which no network leads. */
function isOfSocket(error: unknown): boolean {
  const { syscall, address, port } = innermost(error) as Partial<Record<string, unknown>>;
  return syscall === 'connect' && typeof address === 'string' && port === undefined;
}

/** The innermost cause says most: `connect ECONNREFUSED 127.0.0.1:4460`. */
function reason(error: unknown): string {
  const { message = '', code = '' } = innermost(error) as { message?: string; code?: string };
  return message || code;
}
