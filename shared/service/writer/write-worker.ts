import { parentPort, workerData } from 'node:worker_threads';
import { openLibsql } from '../store/open-libsql.ts';
import type { WriteAnswer, WriteCall } from './write-call.ts';

// The thread that writes to a libSQL file: a commit waits for the disk here, and the service answers others meanwhile. See
// system/writer-thread.ts.

const port = parentPort;
if (!port) throw new Error('this file runs as a worker');
const { writer, close } = openLibsql((workerData as { readonly file: string }).file);

port.on('message', (call: WriteCall | null) => {
  if (call) return void write(call).then((answer) => port.postMessage(answer));
  // The last call: nothing is written after it.
  void close().then(() => port.close());
});

async function write({ id, batch, expected }: WriteCall): Promise<WriteAnswer> {
  try {
    return { id, appended: await writer.append(batch, expected) };
  } catch (fault) {
    return { id, fault };
  }
}
