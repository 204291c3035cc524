import { harmlessJson } from './harmless-json.ts';
import type { Terminal } from './terminal.ts';

/** The one JSON document of `--json`. */
export function printJson(terminal: Pick<Terminal, 'out'>, document: unknown): void {
  terminal.out(`${harmlessJson(document, 2)}\n`);
}
