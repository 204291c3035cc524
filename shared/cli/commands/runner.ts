import { Option, type Command } from 'commander';
import { join } from 'node:path';
import type { Client } from '../../client/create-client.ts';
import { keptIdentity } from '../../client/identity-file.ts';
import { isUnreachable } from '../../client/is-unreachable.ts';
import { refusalOf } from '../../client/refusal-of.ts';
import { roamingRunnerApi } from '../../client/roaming-runner-api.ts';
import { runnerApi } from '../../client/runner-api.ts';
import { saidAway, whyAway } from '../../client/why-away.ts';
import { poolSchema } from '../../contract/scalars.ts';
import { visibleText } from '../../lib/visible-text.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { readMe } from '../../formats/wire/read-me.ts';
import type { Logger } from '../../ports/logger.ts';
import type { RunnerApi } from '../../ports/runner-api.ts';
import type { Runner } from '../../runner/create-runner.ts';
import { envFailpoint } from '../../system/env-failpoint.ts';
import { latchkeyHome } from '../../system/latchkey-home.ts';
import { createScriptRunner } from '../../runner-process/script-runner.ts';
import { inTurn } from '../../words/told.ts';
import { CliFailure, refused, wrongUsage } from '../cli-failure.ts';
import { asMember, movedText, saysSignedOut, type MemberSession } from '../member-session.ts';
import { stderrLogger } from '../stderr-logger.ts';
import type { Terminal } from '../terminal.ts';
import { openIdentityOf } from '../unlock-identity.ts';

interface Options {
  readonly pool: readonly string[];
  readonly providers?: string;
  readonly acceptClock?: boolean;
}

export function addRunner(program: Command, terminal: Terminal): void {
  const words = terminal.words.cli.runner;
  program
    .command('runner')
    .description(words.what)
    .addOption(new Option('--pool <name...>', words.pool).makeOptionMandatory())
    .option('--providers <dir>', words.providers)
    .option('--accept-clock', words.acceptClock)
    .action((options: Options) => run(terminal, options));
}

/**
 * Says now, and not in a log, that the service is away or that this device may not be here. It runs all the same: what
 * its journal has to end is ended without a service. Returns why, where the service refuses each of the pools.
 */
async function sayWhatIsWrong(
  { tell, words }: Terminal,
  { client, identity }: Pick<MemberSession, 'client' | 'identity'>,
  pools: readonly string[],
): Promise<Refusal | null> {
  const { api, addresses, clockCheck } = client;
  const { untilRight } = words.cli.runner;
  try {
    const { me } = readMe(await api.session.me.query());
    if (clockCheck.problem) tell(`${untilRight({ why: words.tell(clockCheck.problem.told) })}\n`);
    const refusals = await refusalsOf(
      api,
      pools.filter((pool) => !me.pools.includes(pool)),
    );
    const [first, ...others] = refusals;
    if (first && refusals.length === pools.length)
      return { ...first, told: inTurn([first, ...others].map(({ told }) => told)) };
    for (const { told } of refusals) tell(`${untilRight({ why: visibleText(words.tell(told)) })}\n`);
    return null;
  } catch (fault) {
    const refusal = refusalOf(fault);
    if (!refusal && !isUnreachable(fault)) throw fault;
    const count = addresses.all.length;
    const isOut = await saysSignedOut(fault, client, identity);
    const reason = isOut
      ? words.cli.session.signedOut
      : words.spoken(refusal?.told ?? saidAway(fault) ?? whyAway(count, count));
    tell(`${untilRight({ why: visibleText(reason) })}\n`);
    return null;
  }
}

/** What the service says to each pool that it does not let this member serve. */
async function refusalsOf(api: Client['api'], pools: readonly string[]): Promise<Refusal[]> {
  const refusals: Refusal[] = [];
  for (const pool of pools) {
    try {
      await api.runner.heartbeat.mutate({ pool, grantIds: [] });
    } catch (fault) {
      const refusal = refusalOf(fault);
      if (!refusal) throw fault;
      refusals.push(refusal);
    }
  }
  return refusals;
}

async function run(terminal: Terminal, options: Options): Promise<void> {
  const wrong = options.pool.find((pool) => !poolSchema.safeParse(pool).success);
  if (wrong !== undefined) throw wrongUsage(({ cli }) => cli.runner.noPool({ pool: wrong }));
  const home = latchkeyHome(terminal.environment);
  const kept = await keptIdentity(home);
  if (kept.kind === 'locked') return runLocked(terminal, options, { home, until: 'untilUnlocked' });
  if (kept.kind === 'exposed') return runLocked(terminal, options, { home, until: 'untilMended' });
  const work = async (session: MemberSession): Promise<void> => {
    const { client } = session;
    const refusal = await greet(terminal, session, options.pool);
    const logger = quietLogger(stderrLogger(terminal), refusal !== null);
    const runner = runnerOf(terminal, home, options, { api: runnerApi(client), logger });
    const running = runner.run();
    if (refusal) await onlyToEnd(terminal, { runner, running, refusal });
    logger.speak();
    await running;
  };
  await asMember(terminal, work, { saysAddress: false });
}

/**
 * Without its keys: what its journal has to end is ended at once and on time, and nothing new is taken. The passphrase
 * is read or asked for meanwhile.
 */
async function runLocked(
  terminal: Terminal,
  options: Options,
  { home, until }: { readonly home: string; readonly until: 'untilUnlocked' | 'untilMended' },
): Promise<void> {
  let client: Client | null = null;
  const api = roamingRunnerApi(() => client, terminal.clock);
  const runner = runnerOf(terminal, home, options, { api, logger: stderrLogger(terminal) });
  const running = runner.run();
  const unlocking = openIdentityOf(terminal, home).catch((fault: unknown) => {
    if (!(fault instanceof CliFailure)) throw fault;
    const why = visibleText(fault.sentence(terminal.words));
    terminal.tell(`${terminal.words.cli.runner[until]({ why })}\n`);
    return null;
  });
  // A runner that cannot go on does not wait for what somebody may type.
  const opened = await Promise.race([unlocking, running.then(() => null)]);
  if (opened === null) return running;
  const work = async (session: MemberSession): Promise<void> => {
    client = session.client;
    const refusal = await greet(terminal, session, options.pool);
    if (refusal) await onlyToEnd(terminal, { runner, running, refusal });
    await running;
  };
  await asMember(terminal, work, { saysAddress: false, unlocked: opened });
}

/** Returns why, where it may serve none of its pools. */
async function greet(
  terminal: Terminal,
  session: MemberSession,
  pools: readonly string[],
): Promise<Refusal | null> {
  const { client } = session;
  const { words } = terminal;
  client.addresses.onUse((...moved) => terminal.tell(`${movedText(words, ...moved)}\n`));
  const refusal = await sayWhatIsWrong(terminal, session, pools);
  const { untilRight } = words.cli.runner;
  client.service.onTooOld((told) => terminal.tell(`${untilRight({ why: words.spoken(told) })}\n`));
  return refusal;
}

/**
 * A runner that may serve none of its pools ends what its journal says is due, which nobody else does. It ends at once where
 * that is nothing.
 */
async function onlyToEnd(
  { tell, words }: Terminal,
  {
    runner,
    running,
    refusal,
  }: { readonly runner: Runner; readonly running: Promise<void>; readonly refusal: Refusal },
): Promise<void> {
  await Promise.race([running, whenOpen(runner)]);
  const { isOpen, grants, unreported, unclear } = runner.state();
  if (isOpen && grants.length + unreported + unclear.length === 0) {
    // not for people: a line of the log
    await runner.stop('it may serve no pool, and has nothing to end');
    throw refused(refusal);
  }
  if (isOpen) tell(`${words.cli.runner.untilRight({ why: visibleText(words.tell(refusal.told)) })}\n`);
}

const whenOpen = (runner: Runner): Promise<void> =>
  new Promise((resolve) => {
    const look = (): void => {
      if (!runner.state().isOpen) return;
      forget();
      resolve();
    };
    const forget = runner.onChange(look);
    look();
  });

/** Keeps to itself what is not wrong, until it is to `speak`: whoever is refused at once reads why, and no lines of a log. */
function quietLogger(logger: Logger, isQuiet: boolean): Logger & { speak(): void } {
  let held: (() => void)[] | null = isQuiet ? [] : null;
  const later =
    (log: Logger['info']): Logger['info'] =>
    (...line) => {
      if (held) held.push(() => log(...line));
      else log(...line);
    };
  return {
    ...logger,
    info: later(logger.info),
    warn: later(logger.warn),
    speak() {
      for (const log of held ?? []) log();
      held = null;
    },
  };
}

/** The runner of this home, which stops when the person or the system wants it. */
function runnerOf(
  terminal: Terminal,
  home: string,
  { pool: pools, providers, acceptClock = false }: Options,
  { api, logger }: { readonly api: RunnerApi; readonly logger: Logger },
): Runner {
  const { environment, clock, stop } = terminal;
  const runner = createScriptRunner({
    ...{ pools, api, clock, acceptClock, environment, home },
    logger,
    dataFolder: join(home, 'runner'),
    providerFolders: [...(providers === undefined ? [] : [providers]), home],
    failpoint: envFailpoint(environment, environment['NODE_ENV'] !== 'production'),
  });
  // not for people: a line of the log
  stop.addEventListener('abort', () => void runner.stop('stopped by hand'), { once: true });
  return runner;
}
