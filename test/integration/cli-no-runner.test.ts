import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleOrganisation } from '../../shared/cli/templates/example-organisation.ts';
import type { RequestState } from '../../shared/domain/request/request.ts';
import { SECOND_MS } from '../../shared/lib/time.ts';
import { systemClock } from '../../shared/system/system-clock.ts';
import { ManualClock } from '../fakes/manual-clock.ts';
import { until } from '../fakes/until.ts';
import { startCliWorld } from './cli-world.ts';

// A pool that nobody serves: most often a name that was mistyped in the catalog.

let world: Awaited<ReturnType<typeof startCliWorld>>;
let files: string;

beforeAll(async () => {
  world = await startCliWorld();
  await world.join('dev');
  files = await mkdtemp(join(tmpdir(), 'latchkey-files-'));
  for (const [name, text] of Object.entries(exampleOrganisation))
    await writeFile(join(files, `${name}.yaml`), text.replace('pool: default', 'pool: berlin'));
});
afterAll(async () => {
  await world.stop();
  await rm(files, { recursive: true, force: true });
});

const ask = ['request', 'staging/sandbox:token', '--for', '5m', '--reason', 'try it out'];

describe('a pool that no runner serves', () => {
  it('is said when it is published, and again for each request that waits for it', async () => {
    const published = await world.run('owner', ['publish', files]);
    expect(published).toMatchObject({
      status: 0,
      note: expect.stringContaining('No runner of the pool berlin'),
    });
    expect(published.note).not.toContain('the pool default');

    const asked = await world.run('dev', ask);
    expect(asked).toMatchObject({
      status: 0,
      note: expect.stringContaining('waits for a runner of the pool berlin'),
    });
    const list = await world.run('dev', ['requests']);
    expect(list.out).toContain('waits for a runner of the pool berlin');
  });

  it('is said by --wait as soon as a runner that is there would have taken it, and when the time is over', async () => {
    const [clock, shown] = [new ManualClock(systemClock.now()), { text: '' }];
    const note = (text: string): void => void (shown.text += text);
    const waiting = world.run('dev', [...ask, '--wait', '1m'], { clock, note });
    await until(() => clock.sleeping > 1);
    await clock.advance(20 * SECOND_MS);
    await until(() => shown.text !== '');
    expect(shown.text).toContain('still waits for a runner of the pool berlin: none has taken it up.');
    await clock.advance(41 * SECOND_MS);
    expect((await waiting).status).toBe(4);
    expect(shown.text).toContain('Access is not ready after 1m (waits for a runner of the pool berlin');
  });

  it('is not told to an owner as if nobody had access: only their own is listed without --all', async () => {
    const own = await world.run('owner', ['grants']);
    expect(own).toMatchObject({
      out: '',
      note: expect.stringMatching(/^You have no access now\. .*latchkey grants --all/),
    });
    expect((await world.run('owner', ['grants', '--all'])).out).toContain('scheduled');
  });

  it('and what waits for it ends at once when it is ended', async () => {
    const open = await world.json<RequestState[]>('dev', ['requests', '--open']);
    expect(open.length).toBeGreaterThan(0);
    for (const { facts } of open) {
      const ended = await world.run('dev', ['end', facts.requestId]);
      expect(ended).toMatchObject({ status: 0, note: expect.stringContaining('no runner had taken it up') });
    }
    expect(await world.json('dev', ['grants'])).toEqual([]);
  });
});
