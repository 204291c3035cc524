import { Worker } from 'node:worker_threads';
import { durationMs } from '../../shared/lib/time.ts';
import { backoff } from '../../shared/lib/backoff.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Logger } from '../../shared/ports/logger.ts';
import type { HistoryAnswer, HistoryCall } from './history-call.ts';
import type { HistoryDatabase } from './history-database.ts';
import { reason } from './reason.ts';
import type { Told } from '../../shared/words/told.ts';
import { ToldError } from '../../shared/words/told-error.ts';

/** The replica, as it is seen from outside of its thread: the same verbs, each answered later. */
export type HistoryStore = {
  readonly [M in keyof HistoryDatabase]: (
    ...args: Parameters<HistoryDatabase[M]>
  ) => Promise<Awaited<ReturnType<HistoryDatabase[M]>>>;
};

const METHODS = [
  'status',
  'addEntries',
  'believe',
  'forgetUnbelieved',
  'checkSigned',
  'logKeys',
  'checkAnew',
  'learnNames',
  'indexSome',
  'erased',
  'hasTraces',
  'readEntries',
  'checkIndex',
  'torn',
  'fillIn',
  'search',
  'timeline',
  'facets',
  'exportTo',
] as const satisfies readonly Exclude<keyof HistoryDatabase, 'close'>[];

/** A thread that lived that long was well: the next pause is short again. */
const WELL_AFTER_MS = durationMs(60_000);
/** Somebody may look at the history meanwhile: no pause grows longer than that of this try. */
const MOST_PATIENT_TRY = 4;

/**
 * Keeps the replica at `path` open, in a thread of its own (`worker`: its built file).
 *
 * 1. Nobody waits for it to start with: a call waits until it is open.
 * 2. When it cannot be opened, or its thread ends, it is opened again until `close`; calls fail meanwhile, and say why.
 */
export function createHistoryStore(parts: {
  readonly worker: URL;
  readonly path: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** A damaged replica was set aside. */
  readonly onDamage: (damage: Told) => void;
  /** It cannot be opened now; null when it is open, each time that it is. */
  readonly onTrouble: (why: Told | null) => void;
}): HistoryStore {
  const { clock, logger } = parts;
  const stopping = new AbortController();
  let opening = openThread(parts.worker, parts.path);

  const keepOnce = async (): Promise<void> => {
    try {
      const { damage, ended } = await opening;
      if (damage !== null) parts.onDamage(damage);
      parts.onTrouble(null);
      await ended;
      if (!stopping.signal.aborted) logger.error({}, 'the thread of the history ended; it is started again');
    } catch (fault) {
      logger.error({ error: String(fault) }, 'the history could not be opened; it is tried again');
      parts.onTrouble(reason(fault));
    }
  };
  const keep = async (): Promise<void> => {
    for (let attempt = 0; !stopping.signal.aborted; attempt += 1) {
      const startedAt = clock.monotonicMs();
      await keepOnce();
      if (stopping.signal.aborted) return;
      if (clock.monotonicMs() - startedAt > WELL_AFTER_MS) attempt = 0;
      await clock.sleep(backoff(Math.min(attempt, MOST_PATIENT_TRY), Math.random()), stopping.signal);
      if (!stopping.signal.aborted) opening = openThread(parts.worker, parts.path);
    }
  };
  void keep();

  const call = async (method: HistoryCall['method'], args: readonly unknown[]): Promise<unknown> =>
    (await opening).call(method, args);
  const methods = METHODS.map((method) => [method, (...args: unknown[]) => call(method, args)] as const);
  return {
    ...(Object.fromEntries(methods) as unknown as Omit<HistoryStore, 'close'>),
    async close() {
      stopping.abort();
      // What is not open, or not any more, need not be closed.
      const thread = await opening.catch(() => null);
      if (!thread?.isOver()) await thread?.call('close', []);
    },
  };
}

interface Thread {
  /** A sentence when what was there had to be set aside. */
  readonly damage: Told | null;
  call(method: HistoryCall['method'], args: readonly unknown[]): Promise<unknown>;
  isOver(): boolean;
  /** Never rejects. */
  readonly ended: Promise<void>;
}

/** Starts the thread and opens the replica in it. Rejects when that cannot be: then there is no thread any more. */
async function openThread(worker: URL, path: string): Promise<Thread> {
  const thread = new Worker(worker, { workerData: { path } });
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (fault: Error) => void }>();
  let last = 0;
  let isOver: Error | null = null;
  const ready = new Promise((resolve, reject) => waiting.set(0, { resolve, reject }));
  thread.on('message', (answer: HistoryAnswer) => {
    const asked = waiting.get(answer.id);
    waiting.delete(answer.id);
    if (answer.ok) asked?.resolve(answer.value);
    else asked?.reject(answer.told ? new ToldError(answer.told) : new Error(answer.message));
  });
  const end = (fault: Error): void => {
    isOver ??= fault;
    for (const { reject } of waiting.values()) reject(isOver);
    waiting.clear();
  };
  thread.on('error', (fault) => end(fault instanceof Error ? fault : new Error(String(fault))));
  const ended = new Promise<void>((resolve) => {
    thread.on('exit', () => {
      end(new Error('the history is closed'));
      resolve();
    });
  });
  const call = (method: HistoryCall['method'], args: readonly unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (isOver) return reject(isOver);
      last += 1;
      waiting.set(last, { resolve, reject });
      thread.postMessage({ id: last, method, args } satisfies HistoryCall);
    });
  const damage = (await ready) as Told | null;
  return { damage, call, isOver: () => isOver !== null, ended };
}
