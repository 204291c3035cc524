import { Worker } from 'node:worker_threads';
import type { Appended, LogWriter } from '../writer/log-writer.ts';
import type { WriteAnswer, WriteCall } from '../writer/write-call.ts';

interface Waiting {
  readonly resolve: (appended: Appended) => void;
  readonly reject: (fault: unknown) => void;
}

export interface WriterThread extends LogWriter {
  /** Everything that was to be written is; then the thread ends. */
  close(): Promise<void>;
}

/**
 * A `LogWriter` in a thread of its own (`entry`: its built file) on the libSQL file `file`, which must have its tables. A thread
 * that dies is a fault to who waited for it, and the next batch starts another.
 */
export function startWriterThread(file: string, entry: string): WriterThread {
  const waiting = new Map<number, Waiting>();
  let thread: Worker | null = null;
  let ended = Promise.resolve();
  let calls = 0;

  const start = (): Worker => {
    const worker = new Worker(entry, { workerData: { file }, env: {} });
    let why: unknown = new Error('the thread that writes ended');
    worker.on('message', (answer: WriteAnswer) => {
      const { resolve, reject } = waiting.get(answer.id) ?? {};
      waiting.delete(answer.id);
      if ('appended' in answer) resolve?.(answer.appended);
      else reject?.(answer.fault);
    });
    worker.on('error', (fault) => (why = fault));
    ended = new Promise((resolve) => {
      worker.on('exit', () => {
        thread = null;
        for (const { reject } of waiting.values()) reject(why);
        waiting.clear();
        resolve();
      });
    });
    return worker;
  };
  thread = start();

  return {
    atOnce: 2,
    append: (batch, expected) =>
      new Promise((resolve, reject) => {
        const id = (calls += 1);
        waiting.set(id, { resolve, reject });
        thread ??= start();
        thread.postMessage({ id, batch, expected } satisfies WriteCall);
      }),
    async close() {
      thread?.postMessage(null);
      await ended;
    },
  };
}
