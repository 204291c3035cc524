import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { root } from '../../build/setup/root.js';
import { systemClock } from '../../shared/system/system-clock.ts';
import { DEV, OWNER, ServiceFixture } from '../integration/service-fixture.ts';
import { runTypescript } from '../support/run-typescript.ts';
import {
  libsqlPlace,
  postgresPlace,
  startPostgres,
  type RunningPostgres,
  type StorePlace,
} from '../support/store-places.ts';

let server: RunningPostgres;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.stop());

describe.each([
  ['libSQL', () => libsqlPlace()],
  ['PostgreSQL', () => postgresPlace(server)],
])('what a commit left to be done, in a service that is killed, on %s', (_kind, makePlace) => {
  let place: StorePlace;
  let folder: string;
  beforeEach(async () => {
    place = await makePlace();
    folder = mkdtempSync(join(tmpdir(), 'latchkey-effects-'));
  });
  afterEach(async () => {
    await place.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  const outside = (): string => join(folder, 'outside');

  /** How a life of the service ended: by itself, or killed at `point`. */
  async function live(point: string, isFirst: boolean): Promise<string> {
    const args = [place.where, outside(), point, isFirst ? 'first' : ''];
    const child = await runTypescript('test/faults/support/effect-host.ts', args);
    const [code, signal] = await once(child, 'exit');
    return String(signal ?? code);
  }

  async function after(): Promise<{ entries: number; effects: number; calls: string[] }> {
    const { store } = await place.open();
    const found = {
      entries: (await store.head()).size,
      effects: (await store.waitingEffects(['call'], 9)).length,
    };
    await store.close();
    const calls = existsSync(outside()) ? readFileSync(outside(), 'utf8').trim().split('\n') : [];
    return { ...found, calls };
  }

  it.each([
    // Neither the entries nor what follows from them: whoever sent the command sends it again.
    ['before the commit', 1],
    ['after the commit', 1],
    ['before the taking', 1],
    ['after the taking', 1],
    ['before the call', 1],
    // It is called again, and by its key it is known that this is the same.
    ['after the call', 2],
    ['before the removal', 2],
    ['after the removal', 1],
  ])('%s, is done once in effect', async (point, calls) => {
    expect(await live(point, true)).toBe('SIGKILL');
    const wasCommitted = (await after()).entries > 0;
    expect(wasCommitted).toBe(point !== 'before the commit');
    expect(await live('', !wasCommitted)).toBe('0');
    expect(await after()).toEqual({
      entries: 2,
      effects: 0,
      calls: Array.from({ length: calls }, () => 'call/1'),
    });
  });
});

describe('a service that is killed once it has published', () => {
  it('looks at all that waits when it is back, before anybody is answered', async () => {
    const fixture = new ServiceFixture();
    Object.assign(fixture.options, { clock: systemClock });
    await fixture.start();
    const { caller, key } = await fixture.device(OWNER);
    const { deviceId } = caller;
    const { facts } = await fixture.submit(DEV);
    await fixture.service.stop('another process takes the folder');
    const parser = join(root, 'out/service/parse-worker.js');
    const args = [fixture.dataDir, deviceId, parser, Buffer.from(key.seed).toString('hex')];
    const child = await runTypescript('test/faults/support/publishing-host.ts', args);
    expect((await once(child, 'exit'))[1]).toBe('SIGKILL');
    await fixture.start();
    expect((await fixture.get(DEV, facts.requestId)).phase).toMatchObject({
      kind: 'refused',
      refusal: { code: 'policyChanged' },
    });
    await fixture.close();
  });
});
