import { randomBytes } from 'node:crypto';
import { writeSync } from 'node:fs';
import type { Caller } from '../../shared/api/api.ts';
import { durationMs } from '../../shared/lib/time.ts';
import { composeService } from '../../shared/service/compose.ts';
import { systemClock } from '../../shared/system/system-clock.ts';
import { publicKeyOf } from '../../shared/system/node-crypto.ts';
import { sayingApi } from '../support/saying-api.ts';
import { UNLIMITED_ASKS } from '../support/unlimited-asks.ts';
import { said } from '../fakes/said.ts';

// A service in whose process 32 callers submit until it is killed. Prints the number of each request that was acknowledged.

const [dataDir = '', deviceId = '', seedHex = ''] = process.argv.slice(2);
const seed = Buffer.from(seedHex, 'hex');
const key = { seed, publicKey: publicKeyOf(seed) };
const silent = () => undefined;
const logger = { debug: silent, info: silent, warn: silent, error: console.error };
const options = {
  dataDir,
  logger,
  clock: systemClock,
  name: 'Example',
  parserEntry: '',
  askLimits: UNLIMITED_ASKS,
};
const service = await composeService(options);
const device = await service.identify(deviceId);
if (!device) throw new Error('the device is nobody’s');
const { caller } = device;
const api = sayingApi(service.api, { keyOf: () => key, clock: systemClock });

await Promise.all(Array.from({ length: 32 }, () => submitForEver(caller)));

async function submitForEver(by: Caller): Promise<never> {
  for (;;) {
    const { facts } = await api.requests.submit(by, {
      requestId: randomBytes(10).toString('hex'),
      entitlementIds: ['dev/db:write'],
      durationMs: durationMs(60_000),
      reason: said('because of the test'),
      ticket: null,
    });
    // Not through a stream, which would still hold what was acknowledged when the process is killed.
    writeSync(1, `${facts.requestId}\n`);
  }
}
