import type { Mistake } from '../contract/api-types.ts';
import { visibleText } from '../lib/visible-text.ts';
import type { Words } from '../words/words.ts';

/** `policy.yaml:12:5: error: …`, which editors turn into a link. */
export function describeMistake(
  { cli, spoken }: Words,
  { file, line, column, severity, message }: Mistake,
  path = file,
): string {
  return `${visibleText(path)}:${line}:${column}: ${cli.publish[severity]}: ${visibleText(spoken(message))}`;
}
