import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../build/setup/root.js';
import { fsckFolder } from '../../shared/service/fsck/fsck.ts';
import { damageable, type Damageable } from '../support/damageable-store.ts';
import { live, STEPS } from '../support/lived-history.ts';
import { OF_TABLES, OF_THE_LOG } from '../support/planted-damages.ts';
import {
  databaseOf,
  libsqlPlace,
  postgresPlace,
  startPostgres,
  type RunningPostgres,
  type StorePlace,
} from '../support/store-places.ts';
import { ServiceFixture } from './service-fixture.ts';

let server: RunningPostgres;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.stop());

describe.each([
  ['libSQL', () => libsqlPlace(), () => ({})],
  [
    'PostgreSQL',
    () => postgresPlace(server),
    (place: StorePlace) => ({ database: databaseOf(place, { isTimeMovedByHand: true }) }),
  ],
] as const)('fsck on %s', (kind, makePlace, optionsFor) => {
  it('finds nothing after any history, and makes the same anew', async () => {
    const histories = fc.array(fc.constantFrom(...STEPS), { minLength: 5, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(histories, async (steps) => {
        const place = await makePlace();
        const fixture = await new ServiceFixture(optionsFor(place)).start();
        try {
          await live(fixture, ['ask', 'askReview', 'approve', 'work', ...steps]);
          await fixture.service.stop('it is looked at');
          const { findings, requests, isRebuilt } = await damageable(fixture).check();
          expect({ list: findings.list, isRebuilt }).toEqual({ list: [], isRebuilt: false });
          expect(requests).toBeGreaterThan(0);
        } finally {
          await fixture.start();
          await fixture.close();
          await place.remove();
        }
      }),
      { numRuns: 8 },
    );
  }, 240_000);

  describe('a database that was damaged', () => {
    let place: StorePlace;
    let fixture: ServiceFixture;
    let store: Damageable;

    beforeAll(async () => {
      place = await makePlace();
      fixture = await new ServiceFixture(optionsFor(place)).start();
      const asked = ['ask', 'work', 'askReview', 'approve', 'join', 'invite'] as const;
      await live(fixture, [...asked, 'ask', 'work', 'askReview', 'ask']);
      await fixture.service.stop('it is damaged');
      store = damageable(fixture);
    });
    afterAll(async () => {
      await store?.remove();
      await fixture?.start();
      await fixture?.close();
      await place?.remove();
    });

    it.each(OF_TABLES)('%s: %s is found, and put right', async (table, _what, damage) => {
      await store.damage(damage);
      const { findings } = await store.check();
      expect(findings.list.map((each) => each.table)).toContain(table);
      expect(findings.ofLog).toBe(0);
      expect((await store.check(true)).isRebuilt).toBe(true);
      expect((await store.check()).findings.list).toEqual([]);
    });

    it.each(OF_THE_LOG)('%s: is found, and nothing is written', async (_what, damage) => {
      await store.damage(damage);
      const { findings, isRebuilt } = await store.check(true);
      expect(isRebuilt).toBe(false);
      expect(findings.ofLog).toBeGreaterThan(0);
    });

    it('keeps what is in no entry: who leases a grant, and what its runner returned', async () => {
      await store.damage(`UPDATE "request" SET "isOpen" = 0`);
      const read = () => store.rows('SELECT * FROM "grant" ORDER BY "grantId"');
      const before = await read();
      expect(before.length).toBeGreaterThan(0);
      expect((await store.check(true)).isRebuilt).toBe(true);
      expect(await read()).toEqual(before);
    });

    it('as a command: says what is wrong, and whether anything is left to be done', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'latchkey-fsck-'));
      const run = (...words: string[]) => {
        const command = [join(root, 'build/latchkey.js'), 'fsck', ...options, ...words];
        const env = { PATH: process.env['PATH'] };
        const { status, stdout, stderr } = spawnSync(process.execPath, command, { encoding: 'utf8', env });
        return { status, said: stdout + stderr };
      };
      let options: readonly string[] = [];
      const damaged = async (sql: string): Promise<void> => {
        await store.damage(sql);
        options = store.words(join(folder, 'password'));
      };
      await damaged(`UPDATE "grant" SET "expiresAt" = 9e15 WHERE "kind" = 'active'`);
      const found = run();
      expect(found).toMatchObject({ status: 3 });
      expect(found.said).toMatch(/grant +\w+ +has another expiresAt than the log says/);
      expect(found.said).toContain('latchkey fsck --rebuild puts them right');
      expect(run('--json').said).toContain('"logIsWhole": true');
      expect(run('--rebuild')).toMatchObject({ status: 0, said: expect.stringContaining('put right') });
      expect(run()).toMatchObject({ status: 0, said: expect.stringContaining('All is as the log says') });
      await damaged(`DELETE FROM "entry" WHERE "seq" = 3`);
      expect(run('--rebuild')).toMatchObject({
        status: 3,
        said: expect.stringContaining('restore a backup'),
      });
      if (kind === 'PostgreSQL')
        expect(run('--data', folder)).toMatchObject({
          status: 2,
          said: expect.stringContaining('leave out'),
        });
      rmSync(folder, { recursive: true });
    });

    it('is refused where a service runs', async () => {
      await fixture.start();
      const running = fixture.service.run();
      try {
        await damageable(fixture).refusal((said) => said?.includes('Stop ') === true);
      } finally {
        await fixture.service.stop('looked at');
        await running;
      }
    });
  });
});

describe('fsck of what is no database of a service', () => {
  it('says so', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'latchkey-fsck-'));
    expect(await fsckFolder(join(folder, 'nothing'), { rebuild: false })).toMatchObject({ ok: false });
    const place = await postgresPlace(server);
    const fixture = new ServiceFixture({ database: databaseOf(place) });
    expect(await damageable(fixture).refusal()).toBe('there is no organisation in the database yet.');
    await place.remove();
    rmSync(folder, { recursive: true });
  });
});
