import { createReadStream } from 'node:fs';

/** A line without its end, and where the next one begins, in bytes. */
export interface FileLine {
  readonly text: string;
  readonly end: number;
}

/**
 * The lines of a file one after the other, without holding all of them; a last one without an end is left out. Only a line
 * feed ends a line: Node's readline also splits at separators that JSON leaves in its strings. No lines when there is no file.
 */
export async function* readLines(path: string): AsyncGenerator<FileLine> {
  let begun: Buffer[] = [];
  let end = 0;
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      let from = 0;
      for (let at = chunk.indexOf(LF); at !== -1; at = chunk.indexOf(LF, from)) {
        const line = Buffer.concat([...begun, chunk.subarray(from, at)]);
        [begun, from, end] = [[], at + 1, end + line.length + 1];
        yield { text: line.toString('utf8'), end };
      }
      if (from < chunk.length) begun.push(chunk.subarray(from));
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

const LF = 0x0a;
