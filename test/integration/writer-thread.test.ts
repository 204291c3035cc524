import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startWriterThread } from '../../shared/service/system/writer-thread.ts';
import { expecting, newBatch } from '../support/new-batch.ts';

// What the thread writes is held by service-store.test.ts; here is what becomes of those who wait for it.

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'latchkey-writer-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A thread that does `body` with each `call`; `file` is the one it was told of. */
function entryOf(body: string): string {
  const entry = join(folder, 'entry.mjs');
  const lines = [
    "import { existsSync, writeFileSync } from 'node:fs';",
    "import { parentPort, workerData } from 'node:worker_threads';",
    'const { file } = workerData;',
    `parentPort.on('message', (call) => { if (!call) return parentPort.close(); ${body} });`,
    "const answer = ({ id }) => parentPort.postMessage({ id, appended: { kind: 'conflict', moved: [] } });",
  ];
  writeFileSync(entry, lines.join('\n'));
  return entry;
}

it('a thread that dies is a fault to all who wait for it, and the next batch starts another', async () => {
  const died = join(folder, 'died');
  const thread = startWriterThread(
    died,
    entryOf(
      "if (existsSync(file)) return answer(call); writeFileSync(file, ''); throw new Error('no memory');",
    ),
  );
  const both = [1, 2].map(() => thread.append(newBatch({}), expecting(0)));
  expect(await Promise.allSettled(both)).toMatchObject(
    [1, 2].map(() => ({ reason: { message: 'no memory' } })),
  );
  expect(await thread.append(newBatch({}), expecting(0))).toEqual({ kind: 'conflict', moved: [] });
  await thread.close();
});

it('answers what it was asked before it was closed', async () => {
  const thread = startWriterThread('', entryOf('answer(call)'));
  const appended = thread.append(newBatch({}), expecting(0));
  await thread.close();
  expect(await appended).toEqual({ kind: 'conflict', moved: [] });
});

it('what cannot be written is told to who asked, and the thread goes on', async () => {
  const fault = "parentPort.postMessage({ id: call.id, fault: new Error('the disk is full') })";
  const thread = startWriterThread('', entryOf(`call.expected.known > 0 ? answer(call) : ${fault}`));
  await expect(thread.append(newBatch({}), expecting(0))).rejects.toThrow('the disk is full');
  expect(await thread.append(newBatch({}), expecting(1))).toEqual({ kind: 'conflict', moved: [] });
  await thread.close();
});
