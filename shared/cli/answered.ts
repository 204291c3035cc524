import type { RequestState } from '../domain/request/request.ts';
import { readRequest } from '../formats/wire/read-requests.ts';
import { plainSaid } from '../lib/said.ts';
import { printJson } from './print-json.ts';
import type { Terminal } from './terminal.ts';

/**
 * The request after a command that was carried out. Null: how it stands only a newer Latchkey knows, and that is said; who
 * asked for a document gets it as it came.
 */
export function answered(terminal: Terminal, raw: unknown, json: boolean | undefined): RequestState | null {
  const read = readRequest(raw);
  if (read.kind === 'known') return read.value;
  terminal.note(`${terminal.words.requests.doneByNewer}\n`);
  if (json) printJson(terminal, plainSaid(raw));
  return null;
}
