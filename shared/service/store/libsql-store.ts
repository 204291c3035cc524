import { join } from 'node:path';
import { startWriterThread } from '../system/writer-thread.ts';
import type { OpenedStore } from '../writer/log-writer.ts';
import { lockFolder } from './lock-folder.ts';
import { migrate, refuseOthers } from './migrate.ts';
import { openLibsql } from './open-libsql.ts';
import { readsOf } from './reads-of.ts';

interface Options {
  /** Of the folder, taken before. */
  readonly lock?: { release(): void } | undefined;
  /** The built write-worker.js: it writes in a thread. Without it, whoever writes waits for the disk. */
  readonly writerEntry?: string | undefined;
}

/** `ServiceStore` and `LogWriter` on an embedded libSQL file in `folder`, which is locked until `close`. */
export async function openLibsqlStore(folder: string, options: Options = {}): Promise<OpenedStore> {
  const { lock = lockFolder(folder), writerEntry } = options;
  try {
    return await openStore(folder, { lock, writerEntry });
  } catch (fault) {
    lock.release();
    throw fault;
  }
}

async function openStore(
  folder: string,
  { lock, writerEntry }: Options & { readonly lock: { release(): void } },
): Promise<OpenedStore> {
  const file = join(folder, 'service.db');
  refuseOthers(file);
  const opened = openLibsql(file);
  await migrate(opened.db);
  const thread = writerEntry === undefined ? null : startWriterThread(file, writerEntry);
  const close = async (): Promise<void> => {
    await thread?.close();
    opened.tidy();
    await opened.close();
    lock.release();
  };
  return { store: { ...readsOf(opened.db), close }, writer: thread ?? opened.writer };
}
