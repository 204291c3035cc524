import { z } from 'zod';
import { previewOutput } from '../../contract/api-schemas.ts';
import type { PolicyPreview } from '../../contract/api-types.ts';
import { LIMITS } from '../../contract/limits.ts';
import { refuse, type Refusal } from '../../domain/refusal.ts';
import { err, ok, type Result } from '../../lib/result.ts';
import { shortText } from '../../lib/short-text.ts';
import { readEach } from '../format.ts';
import { fieldOf } from './field-of.ts';
import { readBy } from './read-by.ts';

const readWhole = readBy(previewOutput.extend({ problems: z.array(z.unknown()).max(100) }));
const readProblem = readBy(previewOutput.shape.problems.element);

/** What policy would say. A kind that is not known is no yes: its sentence is told as a refusal. */
export function readPreview(raw: unknown): Result<PolicyPreview, Refusal> {
  const read = readWhole(raw);
  if (read.kind === 'known')
    return ok({ ...read.value, problems: [...readEach(read.value.problems, readProblem).known] });
  const sentence = fieldOf(raw, 'sentence');
  const isText = typeof sentence === 'string' && sentence !== '';
  return err(
    isText
      ? refuse('unknown', 'asWritten', { text: shortText(sentence, LIMITS.messageLength) })
      : refuse('unknown', 'previewOfNewer'),
  );
}
