import Database from 'libsql';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { root } from '../../build/setup/root.js';
import { systemClock } from '../../shared/system/system-clock.ts';
import { DEV, OWNER, ServiceFixture } from '../integration/service-fixture.ts';
import { runTypescript } from '../support/run-typescript.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-effects-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const outside = (): string => join(folder, 'outside');

/** How a life of the service ended: by itself, or killed at `point`. */
async function live(point: string, isFirst: boolean): Promise<string> {
  const args = [folder, outside(), point, isFirst ? 'first' : ''];
  const [code, signal] = await once(await runTypescript('test/faults/support/effect-host.ts', args), 'exit');
  return String(signal ?? code);
}

function after(): { entries: number; effects: number; calls: string[] } {
  const db = new Database(join(folder, 'service.db'));
  const count = (table: string) =>
    (db.prepare(`SELECT count(*) AS n FROM "${table}"`).get() as { n: number }).n;
  const found = { entries: count('entry'), effects: count('effect') };
  db.close();
  const calls = existsSync(outside()) ? readFileSync(outside(), 'utf8').trim().split('\n') : [];
  return { ...found, calls };
}

describe('what a commit left to be done, in a service that is killed', () => {
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
    const wasCommitted = after().entries > 0;
    expect(wasCommitted).toBe(point !== 'before the commit');
    expect(await live('', !wasCommitted)).toBe('0');
    expect(after()).toEqual({ entries: 2, effects: 0, calls: Array.from({ length: calls }, () => 'call/1') });
  });
});

describe('a service that is killed once it has published', () => {
  it('looks at all that waits when it is back, before anybody is answered', async () => {
    const fixture = new ServiceFixture();
    Object.assign(fixture.options, { clock: systemClock });
    await fixture.start();
    const { token } = await fixture.device(OWNER);
    const { facts } = await fixture.submit(DEV);
    await fixture.service.stop('another process takes the folder');
    const parser = join(root, 'out/service/parse-worker.js');
    const args = [fixture.dataDir, token, parser];
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
