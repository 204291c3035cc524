import { journalFormat, type JournalRecord } from './journal-format.ts';
import { salvage, type Salvaged } from './salvage.ts';

/** A line that this Latchkey does not know, and what can be read of it all the same. */
export interface UnknownLine extends Salvaged {
  readonly type: 'unknown';
  /** As it stands in the file, and stays there. */
  readonly text: string;
}

/** One line of a runner's journal. */
export type JournalLine = JournalRecord | UnknownLine;

/** Never throws: whoever wrote a line with a right checksum meant something by it. */
export function readJournalLine(text: string): JournalLine {
  const raw = parsed(text);
  const read = journalFormat.read(raw);
  return read.kind === 'known' ? read.value : { type: 'unknown', text, ...salvage(raw) };
}

/** The JSON of a line: what is not known byte for byte as it came. */
export function writeJournalLine(line: JournalLine): string {
  return line.type === 'unknown' ? line.text : JSON.stringify(journalFormat.write(line));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
