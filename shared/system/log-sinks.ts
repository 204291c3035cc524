import { fstatSync, write, writeSync } from 'node:fs';
import { promisify } from 'node:util';
import { logWriter, WrittenInPart, type LogSink, type LogWriter } from './log-writer.ts';

const writeTo = promisify(write);

let ofStderr: LogWriter | null = null;

/** The one writer of this process for stderr. What waits is written, as far as it goes at once, when the process ends. */
export function stderrLog(): LogWriter {
  if (ofStderr === null) {
    const log = logWriter(isFile(2) ? fileSink(() => 2) : streamSink(process.stderr));
    process.once('exit', () => log.flush());
    ofStderr = log;
  }
  return ofStderr;
}

/**
 * A file that is open, whichever it is at that moment. A line of which only a part could be written costs itself alone: the
 * next one begins on a line of its own. Not for pipes: a write that nobody takes holds up the process's end.
 */
export function fileSink(descriptor: () => number): LogSink {
  /** The descriptor of the file that ends in the middle of a line. */
  let cut: number | null = null;
  const lineBreak = (): string => (cut === descriptor() ? '\n' : '');
  return {
    async append(text) {
      const before = lineBreak();
      const bytes = Buffer.from(before + text);
      let written = 0;
      try {
        while (written < bytes.length)
          written += (await writeTo(descriptor(), bytes.subarray(written))).bytesWritten;
        cut = null;
      } catch (fault) {
        if (written > 0) cut = bytes[written - 1] === LINE_BREAK ? null : descriptor();
        throw new WrittenInPart(Math.max(0, written - before.length), fault);
      }
    },
    appendNow: (text) => void writeSync(descriptor(), lineBreak() + text),
  };
}

const LINE_BREAK = 10;

/** A pipe, a socket or a terminal: what it cannot take stays in this process, and blocks neither it nor a thread. */
function streamSink(stream: NodeJS.WriteStream): LogSink {
  // Each write has its own fault; told to nobody, this one would end the process.
  stream.on('error', () => undefined);
  return {
    append: (text) =>
      new Promise((resolve, reject) => {
        neverWaitFor(stream);
        stream.write(text, (fault) => (fault ? reject(fault) : resolve()));
      }),
    appendNow: (text) => void stream.write(text),
  };
}

/**
 * Makes sure that writing to it does not block: Node waits for terminals, also for one that was stopped with Ctrl+S, and
 * another process that has the same pipe may have changed that for all of them.
 */
export function neverWaitFor(stream: NodeJS.WriteStream): void {
  const { _handle: handle } = stream as { _handle?: { setBlocking?(isBlocking: boolean): number } | null };
  handle?.setBlocking?.(false);
}

function isFile(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isFile();
  } catch {
    // It is closed.
    return false;
  }
}
