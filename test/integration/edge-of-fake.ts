import type { Api } from '../../shared/api/api.ts';
import type { SpokenProtocol } from '../../shared/contract/protocol-version.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import { createEdge } from '../../shared/service/http/create-edge.ts';
import { createMetrics } from '../../shared/service/http/create-metrics.ts';
import { systemClock } from '../../shared/system/system-clock.ts';
import { FAKE_IDENTITY, FakeApi } from '../fakes/fake-api.ts';

const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** The real edge on a free port of this machine, or on `port`, with a fake behind it, or with what `edit` makes of it. */
export async function startFakeEdge(
  clock: Clock = systemClock,
  port = 0,
  edit: (api: Api) => Api = (api) => api,
  protocol?: SpokenProtocol,
) {
  const fake = new FakeApi();
  /** Whether its store cannot be reached. */
  const store = { isAway: false };
  const edge = createEdge({
    isAway: () => store.isAway,
    api: edit(fake.api),
    identify: (deviceId) => fake.identify(deviceId),
    origin: FAKE_IDENTITY.log.origin,
    members: fake.members,
    ready: () => true,
    metrics: createMetrics(),
    figures: async () => ({
      counters: { commits: 3 },
      gauges: { slowSubscribers: 0 },
      grants: { active: 2 },
    }),
    clock,
    log: silent,
    listen: { host: '127.0.0.1', port },
    exposure: { kind: 'loopback' },
    publicHosts: [],
    protocol,
  });
  return { fake, store, edge, url: await edge.listen() };
}
