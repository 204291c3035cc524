import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { GRANTS, thousandGrants } from '../support/thousand-grants.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latchkey-thousand-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

// How fast is the benchmark's business (test/bench/figures/revocations.ts): this says that all are ended, and none early.
it('ends a thousand grants that end within ten seconds, none before its deadline', async () => {
  const { late } = await (await thousandGrants(folder)).withRunner();
  expect(late).toHaveLength(GRANTS);
  expect(late[0]).toBeGreaterThanOrEqual(0);
}, 660_000);
