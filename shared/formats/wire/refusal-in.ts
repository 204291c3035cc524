import { LIMITS } from '../../contract/limits.ts';
import { RefusalError } from '../../contract/refusal-error.ts';
import { refusalSchema } from '../../contract/request-schema.ts';
import { refuse, type Refusal } from '../../domain/refusal.ts';
import { shortText } from '../../lib/short-text.ts';
import { fieldOf } from './field-of.ts';
import { readBy } from './read-by.ts';

/**
 * The refusal in what a call threw, here (`RefusalError`) or over the wire; null when it was not refused but failed. One that
 * only a newer Latchkey knows is a refusal, too: its code is `unknown`, its sentence the service's own.
 */
export function refusalIn(error: unknown): Refusal | null {
  if (error instanceof RefusalError) return error.refusal;
  const raw = fieldOf(fieldOf(error, 'data'), 'refusal');
  if (typeof raw !== 'object' || raw === null) return null;
  const read = readRefusal(raw);
  if (read.kind === 'known') return read.value;
  const message = fieldOf(raw, 'message');
  const isText = typeof message === 'string' && message !== '';
  return isText
    ? refuse('unknown', 'asWritten', { text: shortText(message, LIMITS.messageLength) })
    : refuse('unknown', 'refusedByNewer');
}

const readRefusal = readBy(refusalSchema);
