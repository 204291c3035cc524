import type { Words } from '../words/words.ts';

/** Whether a line that was asked for is the whole word. Who reads another language may have learnt the English one. */
export const saysYes = ({ cli }: Pick<Words, 'cli'>, line: string | null | undefined): boolean =>
  [cli.common.yes, 'yes'].includes(line?.trim().toLowerCase() ?? '');
