import type { OutputFault } from './terminal.ts';

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
      for (const stream of [stdout, stderr])
        if (stream.writable) await new Promise<void>((resolve) => stream.write('', () => resolve()));
      // A write that failed calls back before its error is told.
      await new Promise((resolve) => setImmediate(resolve));
      return fault;
    },
  };
}
