import { inEnglish } from '../words/words.ts';
import { followChanges } from '../client/follow-changes.ts';
import { isUnreachable } from '../client/is-unreachable.ts';
import type { Refusal } from '../domain/refusal.ts';
import { requestStatus } from '../domain/request/request-status.ts';
import type { RequestState } from '../domain/request/request.ts';
import { durationMs, SECOND_MS, type DurationMs } from '../lib/time.ts';
import { readRequest } from '../formats/wire/read-requests.ts';
import { sleepLong } from '../system/sleep-long.ts';
import type { MemberSession } from './member-session.ts';
import type { Terminal } from './terminal.ts';

export type Waited =
  | { readonly kind: 'settled'; readonly state: RequestState }
  | { readonly kind: 'timedOut'; readonly state: RequestState }
  | { readonly kind: 'stopped'; readonly state: RequestState }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** A runner that is there asks for work within 15 s, whatever happens to signals. */
const RUNNER_TAKES_WITHIN_MS = durationMs(20 * SECOND_MS);

/** Waits until access works or never will. Told by the subscription: the request is read again when something happened. */
export async function waitForAccess(
  { client, api }: Pick<MemberSession, 'client' | 'api'>,
  start: RequestState,
  {
    terminal,
    forMs,
    onWaiting,
  }: {
    readonly terminal: Terminal;
    readonly forMs: DurationMs;
    /** Told once, when nobody has taken it up for longer than a runner that is there needs. */
    readonly onWaiting: (state: RequestState) => void;
  },
): Promise<Waited> {
  if (isSettled(start)) return { kind: 'settled', state: start };
  const over = new AbortController();
  const timedOut = sleepLong(terminal.clock, forMs, over.signal).then(() => 'timedOut' as const);
  const stopped = new Promise<'stopped'>((resolve) =>
    terminal.stop.addEventListener('abort', () => resolve('stopped'), { once: true, signal: over.signal }),
  );
  let state = start;
  const { requestId } = start.facts;
  let isSaid = false;
  const sayOnce = (): void => {
    if (!isSaid) terminal.note(`${terminal.words.requests.standsByNewer}\n`);
    isSaid = true;
  };
  let reading: Promise<void> = Promise.resolve();
  const settled = new Promise<'settled'>((resolve, reject) => {
    const readAgain = (): void => {
      reading = reading.then(async () => {
        if (over.signal.aborted || isSettled(state)) return;
        const read = readRequest(await api.requests.get.query({ requestId }));
        // What only a newer Latchkey knows is not taken for access: it is waited for what is known.
        if (read.kind === 'unknown') return sayOnce();
        state = read.value;
        if (isSettled(state)) resolve('settled');
      });
      // While the service is away the subscription comes back, and with it the next reading.
      reading = reading.catch((error: unknown) =>
        isUnreachable(error) ? undefined : reject(error as Error),
      );
    };
    void followChanges({
      client,
      clock: terminal.clock,
      after: null,
      signal: over.signal,
      onChange: readAgain,
      // What happened before the subscription stood is in this reading.
      onState: (now) => now === 'live' && readAgain(),
    }).then((refusal) => refusal && reject(new FollowRefused(refusal)), reject);
  });
  void sleepLong(terminal.clock, RUNNER_TAKES_WITHIN_MS, over.signal).then(() => {
    if (!over.signal.aborted) onWaiting(state);
  });
  try {
    const kind = await Promise.race([settled, timedOut, stopped]);
    return { kind, state };
  } catch (error) {
    if (error instanceof FollowRefused) return { kind: 'refused', refusal: error.refusal };
    throw error;
  } finally {
    over.abort();
  }
}

class FollowRefused extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(inEnglish(refusal.told));
    this.refusal = refusal;
  }
}

/** Nothing is under way any more on the way to access: it works, or it never will. */
function isSettled(state: RequestState): boolean {
  return !['submitted', 'scheduled', 'activating'].includes(requestStatus(state));
}
