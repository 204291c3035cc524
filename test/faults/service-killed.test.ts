import { once } from 'node:events';
import { afterEach, expect, it } from 'vitest';
import { logLine } from '../../shared/formats/wire/log-line.ts';
import { isRequestRecord, type LogRecord } from '../../shared/domain/entry.ts';
import { fold } from '../../shared/domain/request/evolve.ts';
import { appendLeaf, emptyRange, rootOf } from '../../shared/log/compact-range.ts';
import { leafHash } from '../../shared/log/hashes.ts';
import { toBase64 } from '../../shared/log/keys.ts';
import { sha256 } from '../../shared/system/node-crypto.ts';
import { systemClock } from '../../shared/system/system-clock.ts';
import { DEV, OWNER, ServiceFixture } from '../integration/service-fixture.ts';
import { runTypescript } from '../support/run-typescript.ts';

let fixture: ServiceFixture;
afterEach(() => fixture.close());

/** How many acknowledged requests each life of the service has before it is killed. */
const KILL_AFTER = [40, 500, 1_500];

it('a service that is killed while it commits has every acknowledged entry, and a log that fits', async () => {
  fixture = new ServiceFixture();
  Object.assign(fixture.options, { clock: systemClock });
  await fixture.start();
  const { caller, key } = await fixture.device(DEV);
  const seed = Buffer.from(key.seed).toString('hex');
  await fixture.device(OWNER);
  const acknowledged: string[] = [];
  for (const count of KILL_AFTER) {
    await fixture.service.stop('another process takes the folder');
    acknowledged.push(
      ...(await submitUntilKilled(fixture.dataDir, { deviceId: caller.deviceId, seed, count })),
    );
    await fixture.start();
    await checkLog(acknowledged);
  }
  expect(acknowledged.length).toBeGreaterThanOrEqual(2_040);
});

async function submitUntilKilled(
  dataDir: string,
  { deviceId, seed, count }: { deviceId: string; seed: string; count: number },
) {
  const child = await runTypescript('test/faults/submitting-service.ts', [dataDir, deviceId, seed]);
  const exited = once(child, 'exit');
  let text = '';
  child.stdout?.setEncoding('utf8').on('data', (part: string) => {
    text += part;
    if (text.split('\n').length > count) child.kill('SIGKILL');
  });
  expect((await exited)[1]).toBe('SIGKILL');
  return text.split('\n').filter((line) => line.length === 20);
}

async function checkLog(acknowledged: readonly string[]): Promise<void> {
  const records = await readLog();
  const streams = new Map<string, LogRecord[]>();
  for (const record of records) streams.set(record.stream, [...(streams.get(record.stream) ?? []), record]);
  for (const [stream, own] of streams)
    expect(
      own.map(({ version }) => version),
      stream,
    ).toEqual(own.map((_, index) => index + 1));
  for (const requestId of acknowledged) expect(streams.has(`request/${requestId}`), requestId).toBe(true);
  // The read model says the same as the log.
  const list = await fixture.api.requests.list(await fixture.caller(DEV), {
    scope: 'mine',
    open: true,
    limit: 1_000,
  });
  for (const state of list) {
    const own = streams.get(`request/${state.facts.requestId}`) ?? [];
    expect(fold(own.filter(isRequestRecord))).toEqual(state);
  }
}

/** Every record, after checking that the tree in the store is the one of these records. */
async function readLog(): Promise<LogRecord[]> {
  const owner = await fixture.caller(OWNER);
  const records: LogRecord[] = [];
  let range = emptyRange();
  for (let size = 1; records.length < size;) {
    const page = await fixture.api.log.entries(owner, { from: records.length, limit: 1_000 });
    size = page.size;
    for (const { text, said = [] } of page.items) {
      range = appendLeaf(sha256, range, leafHash(sha256, new TextEncoder().encode(text ?? '')));
      const { record } = logLine(sha256, { text: text ?? '', said });
      if (!record) throw new Error(`an entry does not read: ${text}`);
      records.push(record);
    }
  }
  const { note } = await fixture.api.log.checkpoint(owner);
  expect(note.split('\n').slice(1, 3)).toEqual([String(records.length), toBase64(rootOf(sha256, range))]);
  return records;
}
