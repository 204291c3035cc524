import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

export type Outcome = 'ok' | 'refused' | 'fault';

/** What the service behind the edge counts, asked for when the metrics are read. Keys become names: `slowSubscribers` is `latchkey_slow_subscribers`. */
export interface Figures {
  /** Only ever grow. */
  readonly counters: Readonly<Record<string, number>>;
  readonly gauges: Readonly<Record<string, number>>;
  readonly grants: Readonly<Record<string, number>>;
}

/** Prometheus metrics of one service. Labels have few values: no ids, no names of people. */
export type Metrics = ReturnType<typeof createMetrics>;

export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Counter({
    name: 'latchkey_requests_total',
    help: 'Calls over HTTP, by procedure and outcome.',
    labelNames: ['procedure', 'outcome'],
    registers,
  });
  const seconds = new Histogram({
    name: 'latchkey_request_seconds',
    help: 'Time from the head of a call to the end of its answer.',
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10],
    registers,
  });
  const batch = new Histogram({
    name: 'latchkey_commit_batch_size',
    help: 'Entries in one durable transaction.',
    buckets: [1, 2, 4, 8, 16, 32, 64, 128],
    registers,
  });
  const lateness = new Histogram({
    name: 'latchkey_revocation_lateness_seconds',
    help: 'From the end of a grant to its verified revocation.',
    buckets: [0.1, 0.5, 1, 2, 5, 15, 60, 300, 3600],
    registers,
  });
  const turnedAway = new Counter({
    name: 'latchkey_turned_away_total',
    help: 'Requests refused before they were read, by status.',
    labelNames: ['status'],
    registers,
  });
  const subscribers = gauge(registry, 'latchkey_connected_sockets', 'Open WebSockets.');

  return {
    request(procedure: string, outcome: Outcome, ms: number): void {
      requests.inc({ procedure, outcome });
      seconds.observe(ms / 1_000);
    },
    committed: (entries: number): void => batch.observe(entries),
    revoked: (lateMs: number): void => lateness.observe(lateMs / 1_000),
    turnedAway: (status: number): void => turnedAway.inc({ status }),
    /** The Prometheus text. */
    async text(sockets: number, figures: Figures): Promise<string> {
      subscribers.set(sockets);
      setFigures(registry, figures);
      return registry.metrics();
    },
    contentType: registry.contentType,
  };
}

function setFigures(registry: Registry, { counters, gauges, grants }: Figures): void {
  for (const [key, value] of Object.entries(counters)) {
    const name = `latchkey_${snake(key)}_total`;
    const counter =
      (registry.getSingleMetric(name) as Counter | undefined) ??
      new Counter({ name, help: `${key}, since the start.`, registers: [registry] });
    counter.reset();
    counter.inc(value);
  }
  for (const [key, value] of Object.entries(gauges))
    gauge(registry, `latchkey_${snake(key)}`, `${key}, now.`).set(value);
  const states = gauge(registry, 'latchkey_grants', 'Grants now, by state.', ['state']);
  for (const [state, value] of Object.entries(grants)) states.set({ state }, value);
}

/** The gauge of this name: made when it is asked for first. */
function gauge(registry: Registry, name: string, help: string, labelNames: string[] = []): Gauge {
  const known = registry.getSingleMetric(name) as Gauge | undefined;
  return known ?? new Gauge({ name, help, labelNames, registers: [registry] });
}

const snake = (key: string): string => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
