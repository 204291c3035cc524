import { spawn } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { durationMs, instant, MINUTE_MS } from '../../shared/lib/time.ts';
import { createRunner } from '../../shared/runner/create-runner.ts';
import { jobOfWork } from '../../shared/runner/journal-wire.ts';
import { openRunnerJournal } from '../../shared/runner-process/open-runner-journal.ts';
import { createScriptProviders } from '../../shared/runner/script-providers.ts';
import { systemClock } from '../../shared/system/system-clock.ts';
import { RunnerService } from '../fakes/runner-service.ts';
import { until } from '../fakes/until.ts';
import { makeNoopProvider } from './noop-provider.ts';
import { runnerWork } from './runner-work.ts';

export const GRANTS = 1_000;
export const SPREAD_MS = 10_000;
/** Scripts side by side, in the runner and without it. */
const PARALLEL = 8;
/** From the start of a round to the first deadline: the runner opens its journal meanwhile. */
const LEAD_MS = 2_000;
/** A few thousand processes are started meanwhile, on a machine that may be busy with as much again. */
const PATIENCE_MS = 600_000;

/** How long after its deadline each grant was verified gone, in ms, sorted; and all of it, from the first deadline on. */
export interface Lateness {
  readonly late: readonly number[];
  readonly tookMs: number;
}

export interface ThousandGrants {
  /** A runner ends the grants of a journal in which all are active. */
  withRunner(): Promise<Lateness>;
  /** The same script, as often and by the same deadlines, and nothing else. */
  bare(): Promise<Lateness>;
}

/** A thousand grants that end within ten seconds, with a script that does nothing. */
export async function thousandGrants(folder: string): Promise<ThousandGrants> {
  const { script } = await makeNoopProvider(join(folder, 'providers'));
  return {
    withRunner: async () => withRunner(folder, await mkdtemp(join(folder, 'runner-'))),
    bare: () => bare(script),
  };
}

const endOf = (firstAt: number, index: number): number => firstAt + Math.floor((index * SPREAD_MS) / GRANTS);

function lateness(
  firstAt: number,
  verified: readonly { readonly index: number; readonly at: number }[],
): Lateness {
  const late = verified.map(({ index, at }) => at - endOf(firstAt, index)).sort((a, b) => a - b);
  return { late, tookMs: Math.max(...verified.map(({ at }) => at)) - firstAt };
}

const silence = () => undefined;
const silent = { debug: silence, info: silence, warn: silence, error: silence };

async function withRunner(folder: string, home: string): Promise<Lateness> {
  const firstAt = systemClock.now() + LEAD_MS;
  await seed(home, firstAt);
  const service = new RunnerService();
  const runner = createRunner({
    pools: ['default'],
    api: service,
    journal: openRunnerJournal(home),
    clock: systemClock,
    providers: createScriptProviders({
      folders: { shipped: join(folder, 'providers'), own: [] },
      secrets: { find: () => Promise.reject(new Error('no secret is asked for')) },
      world: { clock: systemClock, environment: process.env, dataFolder: join(home, 'data') },
      logger: silent,
    }),
    sealer: () => Promise.reject(new Error('nothing is sealed')),
    logger: silent,
    maxParallel: PARALLEL,
  });
  const running = runner.run();
  // A script that got no processor for longer than it is given is tried again: that is reported, and late, and no mistake.
  const verified = () =>
    service.reports.flatMap((report) =>
      report.kind === 'revoked' ? [{ index: indexOf(report.grantId), at: report.verifiedAt }] : [],
    );
  await until(() => verified().length >= GRANTS, PATIENCE_MS);
  await runner.stop('done');
  await running;
  return lateness(firstAt, verified());
}

const grantIdOf = (index: number): string => `grant${String(index).padStart(5, '0')}`;
const indexOf = (grantId: string): number => Number(grantId.slice('grant'.length));

/** Writes a journal in which all grants are active. */
async function seed(home: string, firstAt: number): Promise<void> {
  const journal = openRunnerJournal(home);
  await journal.open();
  const provider = { id: 'noop', use: 'noop', digest: null, config: {} };
  const at = instant(firstAt - 10 * MINUTE_MS);
  const appended = Array.from({ length: GRANTS }, (_, index) => {
    const grantId = grantIdOf(index);
    const job = jobOfWork(runnerWork({ grantId, provider }), 'default');
    const granted = {
      startsAt: at,
      expiresAt: instant(endOf(firstAt, index)),
      state: {},
      evidence: null,
      sealed: [],
    };
    return [
      journal.append({ type: 'grantIntent', at, grantId, job }),
      journal.append({ type: 'granted', at, grantId, ...granted }),
      journal.append({ type: 'grantReported', at, grantId }),
    ];
  });
  await Promise.all(appended.flat());
  await journal.close();
}

async function bare(script: string): Promise<Lateness> {
  const firstAt = systemClock.now() + LEAD_MS;
  const verified: { index: number; at: number }[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < GRANTS) {
      const index = next;
      next += 1;
      await systemClock.sleep(durationMs(endOf(firstAt, index) - systemClock.now()));
      await runOnce(script, 'revoke');
      await runOnce(script, 'verify');
      verified.push({ index, at: systemClock.now() });
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
  return lateness(firstAt, verified);
}

function runOnce(script: string, verb: string): Promise<void> {
  return new Promise((resolve) => {
    const child = spawn(script, [verb], { stdio: ['pipe', 'pipe', 'pipe'], detached: true, env: {} });
    child.stdout.resume();
    child.stderr.resume();
    child.stdin.on('error', silence);
    child.stdin.end('{}\n');
    child.once('close', () => resolve());
  });
}
