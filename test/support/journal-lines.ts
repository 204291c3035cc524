import { createHash } from 'node:crypto';
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const file = (folder: string): string => join(folder, 'journal.jsonl');

/** The JSON of each line of a journal's file, as it stands there. */
export function linesOf(folder: string): string[] {
  const lines = readFileSync(file(folder), 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => line.slice(line.indexOf(' ') + 1));
}

/** Writes lines with a right checksum into a journal that nobody has open, as any Latchkey would. */
export function appendLines(folder: string, jsons: readonly string[]): void {
  for (const json of jsons) {
    const checksum = createHash('sha256').update(json).digest('hex').slice(0, 16);
    appendFileSync(file(folder), `${checksum} ${json}\n`, { mode: 0o600 });
  }
}
