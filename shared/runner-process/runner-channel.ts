import { reportSchema } from '../contract/api-schemas.ts';
import { RefusalError } from '../contract/refusal-error.ts';
import type { Refusal } from '../domain/refusal.ts';
import { readLease } from '../formats/wire/read-lease.ts';
import { refusalIn } from '../formats/wire/refusal-in.ts';
import type { Channel } from '../ports/channel.ts';
import type { RunnerApi } from '../ports/runner-api.ts';

/*
 * What a runner needs of the service, over a private channel between two processes: one side serves it, the other has it.
 * Nobody but the two can speak here, so there is no token; who serves says whose calls they are.
 */

type Verb = 'lease' | 'report' | 'heartbeat';
type Listened = Parameters<RunnerApi['work']>[0];

/** From the runner. */
type Ask =
  | { readonly kind: 'call'; readonly id: number; readonly verb: Verb; readonly input: unknown }
  | { readonly kind: 'listen'; readonly id: number; readonly input: Listened }
  | { readonly kind: 'unlisten'; readonly id: number };
/** To the runner. */
type Answer =
  | { readonly kind: 'value'; readonly id: number; readonly value: unknown }
  | {
      readonly kind: 'fault';
      readonly id: number;
      readonly message: string;
      readonly refusal: Refusal | null;
    }
  | { readonly kind: 'signal'; readonly id: number; readonly pool: string }
  | { readonly kind: 'over'; readonly id: number };

/** Answers the calls that come over `channel` with `api`, until it closes. */
export function serveRunnerApi(channel: Channel, api: RunnerApi): void {
  const listening = new Map<number, AbortController>();
  const verbs: Readonly<Record<Verb, (input: never) => Promise<unknown>>> = {
    // As it came: the other side reads it again.
    lease: async (input) =>
      (await api.lease(input)).map((each) => (each.kind === 'unknown' ? each.raw : each)),
    report: (input) => api.report(reportSchema.parse(input)),
    heartbeat: (input) => api.heartbeat(input),
  };
  const answer = (message: Answer): void => channel.send(message);
  const follow = async (id: number, input: Listened): Promise<void> => {
    const stop = new AbortController();
    listening.set(id, stop);
    try {
      for await (const { pool } of api.work(input, stop.signal)) answer({ kind: 'signal', id, pool });
      answer({ kind: 'over', id });
    } catch (fault) {
      answer({ kind: 'fault', id, ...described(fault) });
    } finally {
      listening.delete(id);
    }
  };
  channel.onMessage((message) => {
    const ask = message as Ask;
    if (ask.kind === 'listen') void follow(ask.id, ask.input);
    if (ask.kind === 'unlisten') listening.get(ask.id)?.abort();
    if (ask.kind !== 'call') return;
    const { id, verb, input } = ask;
    // In a turn of its own, so that what throws at once is a fault of the call, too.
    Promise.resolve()
      .then(() => verbs[verb](input as never))
      .then(
        (value) => answer({ kind: 'value', id, value: value ?? null }),
        (fault: unknown) => answer({ kind: 'fault', id, ...described(fault) }),
      );
  });
  channel.onClose(() => {
    for (const stop of listening.values()) stop.abort();
  });
}

/** The service at the other end of `channel`. When that closes, every call fails, as with a service that cannot be reached. */
export function channelRunnerApi(channel: Channel): RunnerApi {
  const waiting = new Map<number, { take(answer: Answer): void; fail(fault: Error): void }>();
  let last = 0;
  let isClosed = false;
  channel.onMessage((message) => {
    const answer = message as Answer;
    waiting.get(answer.id)?.take(answer);
  });
  channel.onClose(() => {
    isClosed = true;
    for (const { fail } of waiting.values()) fail(away());
  });

  const call = <T>(verb: Verb, input: unknown): Promise<T> => {
    const id = (last += 1);
    return new Promise<T>((resolve, reject) => {
      if (isClosed) return reject(away());
      waiting.set(id, {
        fail: reject,
        take: (answer) => {
          if (answer.kind === 'value') resolve(answer.value as T);
          else if (answer.kind === 'fault') reject(thrown(answer));
        },
      });
      channel.send({ kind: 'call', id, verb, input } satisfies Ask);
    }).finally(() => waiting.delete(id));
  };
  async function* work(input: Listened, signal: AbortSignal): AsyncGenerator<{ readonly pool: string }> {
    const id = (last += 1);
    const seen = { signals: 0, isOver: signal.aborted || isClosed, fault: isClosed ? away() : null };
    let wake = (): void => undefined;
    const end = (fault: Error | null): void => {
      Object.assign(seen, { isOver: true, fault: seen.fault ?? fault });
      wake();
    };
    const onAbort = (): void => end(null);
    signal.addEventListener('abort', onAbort, { once: true });
    waiting.set(id, {
      fail: end,
      take: (answer) => {
        if (answer.kind === 'signal') seen.signals += 1;
        else return end(answer.kind === 'fault' ? thrown(answer) : null);
        wake();
      },
    });
    try {
      if (!seen.isOver) channel.send({ kind: 'listen', id, input } satisfies Ask);
      for (;;) {
        if (seen.signals > 0) {
          // Signals that came while one was handled are one signal.
          seen.signals = 0;
          yield { pool: input.pool };
        } else if (seen.isOver) break;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
      if (seen.fault && !signal.aborted) throw seen.fault;
    } finally {
      waiting.delete(id);
      signal.removeEventListener('abort', onAbort);
      channel.send({ kind: 'unlisten', id } satisfies Ask);
    }
  }
  return {
    lease: async (input) => readLease(await call('lease', input)),
    report: (report) => call('report', report),
    heartbeat: (input) => call('heartbeat', input),
    work,
  };
}

const away = (): Error => new Error('The service is gone.');

const described = (fault: unknown) => ({
  message: fault instanceof Error ? fault.message : String(fault),
  refusal: refusalIn(fault),
});

const thrown = ({ message, refusal }: Extract<Answer, { kind: 'fault' }>): Error =>
  refusal ? new RefusalError(refusal) : new Error(message);
