import type { Mistake } from '../contract/mistake.ts';
import { visibleText } from '../lib/visible-text.ts';
import type { Words } from '../words/words.ts';

/** `policy.yaml:12:5: error: …`, which editors turn into a link. */
export function describeMistake(
  { cli, tell }: Words,
  { file, line, column, severity, told }: Mistake,
  path = file,
): string {
  return `${visibleText(path)}:${line}:${column}: ${cli.publish[severity]}: ${visibleText(tell(told))}`;
}
