/**
 * Runs `work` with a signal that aborts when any of `signals` does, or after `limitMs`. Held by a timer and by listeners of
 * its own until `work` is over: what `AbortSignal.any` and `AbortSignal.timeout` make may be collected on Node 20 while
 * something still waits for it, and then the wait never ends. The lint rules send everybody here.
 *
 * @param limitMs milliseconds for all of it, an answer that trickles in included; null for none. At most 2^31-1.
 */
export async function untilAborted<T>(
  {
    signals,
    limitMs,
  }: { readonly signals: readonly (AbortSignal | null | undefined)[]; readonly limitMs: number | null },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const either = new AbortController();
  const stops: (() => void)[] = [];
  for (const signal of signals) {
    if (!signal) continue;
    const abort = (): void => either.abort(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    stops.push(() => signal.removeEventListener('abort', abort));
  }
  if (limitMs !== null) {
    const timer = setTimeout(() => either.abort(new TimeIsUp(limitMs)), limitMs);
    stops.push(() => clearTimeout(timer));
  }
  try {
    return await work(either.signal);
  } finally {
    for (const stop of stops) stop();
  }
}

/** Named as the platform names it, so that who looks at the name finds what they know. */
export class TimeIsUp extends Error {
  constructor(limitMs: number) {
    super(`not done within ${limitMs / 1000} s`);
    this.name = 'TimeoutError';
  }
}
