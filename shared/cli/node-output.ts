import { durationMs } from '../lib/time.ts';
import { systemClock } from '../system/system-clock.ts';
import type { OutputFault } from './terminal.ts';

/** Whoever reads what a command says takes it in this time. */
const LISTENED_TO_WITHIN_MS = durationMs(3_000);

/**
 * Stdout and stderr of this process. What stdout did not take is remembered, so that nobody ends with status 0 whose
 * output is lost. `onFault` is told at once: there is no use in going on writing.
 */
export function nodeOutput(
  { stdout, stderr }: Pick<NodeJS.Process, 'stdout' | 'stderr'>,
  onFault: () => void,
): { out(text: string): void; note(text: string): void; written(): Promise<OutputFault | null> } {
  let fault: OutputFault | null = null;
  stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
    fault ??= { kind: code === 'EPIPE' ? 'closed' : 'failed', message };
    onFault();
  });
  // Nobody is left to be told.
  stderr.on('error', () => undefined);
  return {
    out: (text) => void stdout.write(text),
    note: (text) => void stderr.write(text),
    async written() {
      await takenBy(stdout);
      // What is said there is for a person: where nobody reads it, the command ends all the same.
      await Promise.race([takenBy(stderr), systemClock.sleep(LISTENED_TO_WITHIN_MS)]);
      // A write that failed calls back before its error is told.
      await new Promise((resolve) => setImmediate(resolve));
      return fault;
    },
  };
}

/** Resolves when all that was written so far was taken, or cannot be any more. */
async function takenBy(stream: NodeJS.WriteStream): Promise<void> {
  if (stream.writable) await new Promise<void>((resolve) => stream.write('', () => resolve()));
}
