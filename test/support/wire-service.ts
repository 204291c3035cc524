import { inEnglish } from '../../shared/words/words.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../build/setup/root.js';
import type { Identity } from '../../shared/client/identity.ts';
import { joinService } from '../../shared/client/join-service.ts';
import { startService } from '../../shared/service/start-service.ts';
import { systemClock } from '../../shared/system/system-clock.ts';

const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** A real service on a free port in which nothing is published yet, and whose own runner has nothing to do. */
export async function startWireService(advertise: readonly string[] = []) {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-wire-'));
  const service = await startService(
    {
      dataDir: join(folder, 'service'),
      listen: { host: '127.0.0.1', port: 0 },
      exposure: { kind: 'loopback' },
      publicHosts: [],
      advertise,
      name: 'Example',
      owner: 'owner@example.com',
      organisation: undefined,
      organisationDir: null,
      acceptClock: false,
      pools: ['nobody'],
      runnerEntry: join(root, 'out/service/runner-worker.js'),
      parserEntry: join(root, 'out/service/parse-worker.js'),
    },
    { clock: systemClock, logger: silent },
  );
  return {
    url: service.url,
    ownerInvite: service.ownerInvite ?? '',
    /** What who joins pins. Spends the owner's invite. */
    async log(): Promise<Identity['log']> {
      const code = service.ownerInvite ?? '';
      const joined = await joinService({ url: service.url, code, deviceName: 'test device' });
      if (!joined.ok) throw new Error(inEnglish(joined.error.told));
      return joined.value.log;
    },
    async stop(): Promise<void> {
      await service.stop('the test wants it');
      await rm(folder, { recursive: true, force: true });
    },
  };
}
