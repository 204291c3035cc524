import { Worker } from 'node:worker_threads';
import type { HistoryAnswer, HistoryCall } from './history-call.ts';
import type { HistoryDatabase } from './history-database.ts';

/** The replica, as it is seen from outside of its thread: the same verbs, each answered later. */
export type HistoryStore = {
  readonly [M in keyof HistoryDatabase]: (
    ...args: Parameters<HistoryDatabase[M]>
  ) => Promise<ReturnType<HistoryDatabase[M]>>;
} & { readonly damage: string | null };

const METHODS = [
  'status',
  'addEntries',
  'believe',
  'forgetUnbelieved',
  'learnNames',
  'indexSome',
  'readEntries',
  'checkIndex',
  'search',
  'timeline',
  'facets',
  'exportTo',
  'close',
] as const satisfies readonly (keyof HistoryDatabase)[];

/** Starts the thread (`worker`: its built file) and opens the replica in it. */
export async function openHistoryStore(worker: URL, path: string): Promise<HistoryStore> {
  const thread = new Worker(worker, { workerData: { path } });
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (fault: Error) => void }>();
  let last = 0;
  let isOver: Error | null = null;
  const ready = new Promise((resolve, reject) => waiting.set(0, { resolve, reject }));
  thread.on('message', (answer: HistoryAnswer) => {
    const asked = waiting.get(answer.id);
    waiting.delete(answer.id);
    if (answer.ok) asked?.resolve(answer.value);
    else asked?.reject(new Error(answer.message));
  });
  const end = (fault: Error): void => {
    isOver = fault;
    for (const { reject } of waiting.values()) reject(fault);
    waiting.clear();
  };
  thread.on('error', (fault) => end(fault instanceof Error ? fault : new Error(String(fault))));
  thread.on('exit', () => end(isOver ?? new Error('the history is closed')));

  const call = (method: HistoryCall['method'], args: readonly unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (isOver) return reject(isOver);
      last += 1;
      waiting.set(last, { resolve, reject });
      thread.postMessage({ id: last, method, args } satisfies HistoryCall);
    });
  const damage = (await ready) as string | null;
  const methods = METHODS.map((method) => [method, (...args: unknown[]) => call(method, args)] as const);
  return { ...Object.fromEntries(methods), damage } as unknown as HistoryStore;
}
