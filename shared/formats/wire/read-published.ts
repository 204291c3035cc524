import { z } from 'zod';
import { mistakeSchema, publishOutput } from '../../contract/api-schemas.ts';
import type { Mistake } from '../../contract/mistake.ts';
import { asWritten, isTold, told } from '../../words/told.ts';
import { LIMITS } from '../../contract/limits.ts';
import { shortText } from '../../lib/short-text.ts';
import { fieldOf } from './field-of.ts';
import { readBy } from './read-by.ts';

interface Published {
  readonly version: number;
  readonly published: boolean;
  readonly mistakes: readonly Mistake[];
}

const publishedSchema = publishOutput.extend({ mistakes: z.array(z.unknown()).max(1_000) });
const readMistake = readBy(mistakeSchema);

/** Each as far as it is known; those of what was not published. */
export const readMistakes = (raw: readonly unknown[]): Mistake[] => raw.map((each) => mistakeOf(each, false));

/** What became of publishing. Throws when that cannot be read. A mistake that is not known is one all the same. */
export function readPublished(raw: unknown): Published {
  const { version, published, mistakes } = publishedSchema.parse(raw);
  return { version, published, mistakes: mistakes.map((each) => mistakeOf(each, published)) };
}

/** Of a severity that is not known: where nothing was published it counts as what kept that from happening. */
function mistakeOf(raw: unknown, published: boolean): Mistake {
  const [file, message, said] = [fieldOf(raw, 'file'), fieldOf(raw, 'message'), fieldOf(raw, 'told')];
  const inWords =
    typeof message === 'string' ? asWritten(shortText(message, LIMITS.messageLength)) : NOT_SHOWN;
  const told = isTold(said) ? said : inWords;
  const read = readMistake(raw);
  if (read.kind === 'known') {
    const { file, line, column, severity } = read.value;
    return { file, line, column, severity, told };
  }
  return {
    file: typeof file === 'string' ? shortText(file, 300) : 'catalog.yaml',
    line: mistakeSchema.shape.line.safeParse(fieldOf(raw, 'line')).data ?? 1,
    column: mistakeSchema.shape.column.safeParse(fieldOf(raw, 'column')).data ?? 1,
    severity: published ? 'warning' : 'error',
    told,
  };
}

const NOT_SHOWN = told('mistakeOfNewer');
