import { writeSync } from 'node:fs';
import { expecting, newBatch, newEntry } from '../../support/new-batch.ts';
import { openPlace } from '../../support/store-places.ts';

// Appends until it is killed. Prints the number of each entry that was acknowledged.

const { store, writer } = await openPlace(process.argv[2] ?? '');
for (let version = (await store.head()).size + 1; ; version += 1) {
  const batch = newBatch({ entries: [newEntry(version)] });
  const appended = await writer.append(batch, expecting(version - 1));
  if (appended.kind !== 'committed') throw new Error(`others wrote: ${appended.moved.join(', ')}`);
  // Not through a stream, which would still hold what was acknowledged when the process is killed.
  writeSync(1, `${version}\n`);
}
