import type { Change } from '../contract/api-schemas.ts';
import type { Refusal } from '../domain/refusal.ts';
import { durationMs } from '../lib/time.ts';
import type { Unknown } from '../formats/format.ts';
import { readChange } from '../formats/wire/read-change.ts';
import { backoff } from '../lib/backoff.ts';
import type { Clock } from '../ports/clock.ts';
import type { Client } from './create-client.ts';
import { refusalOf } from './refusal-of.ts';

export interface FollowOptions {
  readonly client: Client;
  readonly clock: Clock;
  /** How long to wait before try number `attempt` (0 is the first again) of a subscription that ended. */
  readonly pauseMs?: (attempt: number) => number;
  /** Sequence number of the last entry that is known, as text; null starts with what happens from now on. */
  readonly after: string | null;
  readonly signal: AbortSignal;
  /** Each change once and in order, also one that only a newer Latchkey knows. `id` is what to give as `after` next time. */
  readonly onChange: (change: Change | Unknown, id: string) => void;
  /** `live`: subscribed. `lost`: not, and being tried again; `why` where the service said so. */
  readonly onState?: (state: 'live' | 'lost', why?: Refusal) => void;
}

/**
 * Follows what happens until `signal` aborts (then null) or the service refuses this device (then the refusal). Lost
 * sockets are opened again by the client, which resumes after the last change; what ends in any other way is subscribed
 * again from there.
 */
export async function followChanges(options: FollowOptions): Promise<Refusal | null> {
  const { clock, signal, pauseMs = (attempt) => backoff(attempt, Math.random()) } = options;
  let after = options.after;
  const onChange = (change: Change | Unknown, id: string): void => {
    // A repeated event, after two sockets overlapped, is dropped.
    if (after !== null && Number(id) <= Number(after)) return;
    after = id;
    options.onChange(change, id);
  };
  const stopListening = options.client.onSocket((state, why) => {
    if (state === 'lost') options.onState?.('lost', why);
  });
  try {
    for (let attempt = 0; !signal.aborted; attempt += 1) {
      const ended = await subscribeOnce({ ...options, after, onChange });
      if (ended.refusal?.code === 'notSignedIn' || ended.refusal?.code === 'clientTooOld')
        return ended.refusal;
      if (signal.aborted) break;
      if (ended.wasLive) attempt = 0;
      options.onState?.('lost', ended.refusal ?? undefined);
      await clock.sleep(durationMs(pauseMs(attempt)), signal);
    }
    return null;
  } finally {
    stopListening();
  }
}

function subscribeOnce(options: FollowOptions): Promise<{ refusal: Refusal | null; wasLive: boolean }> {
  const { client, after, signal, onChange, onState } = options;
  return new Promise((resolve) => {
    let wasLive = false;
    const done = (refusal: Refusal | null): void => {
      signal.removeEventListener('abort', onAbort);
      resolve({ refusal, wasLive });
    };
    const subscription = client.api.changes.subscribe(
      { lastEventId: after },
      {
        onStarted: () => {
          wasLive = true;
          onState?.('live');
        },
        onData: (event) => {
          const change = readChange(event.data);
          // Nothing is skipped in silence: who follows is told of what is not known here, too.
          onChange(change.kind === 'known' ? change.value : change, event.id);
        },
        onError: (error) => done(refusalOf(error)),
        onComplete: () => done(null),
      },
    );
    const onAbort = (): void => {
      subscription.unsubscribe();
      done(null);
    };
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
}
