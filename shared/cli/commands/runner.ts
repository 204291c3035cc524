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
import type { RunnerApi } from '../../ports/runner-api.ts';
import type { Runner } from '../../runner/create-runner.ts';
import { envFailpoint } from '../../system/env-failpoint.ts';
import { latchkeyHome } from '../../system/latchkey-home.ts';
import { createScriptRunner } from '../../runner-process/script-runner.ts';
import { CliFailure, wrongUsage } from '../cli-failure.ts';
import { asMember, movedText, type MemberSession } from '../member-session.ts';
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
 * its journal has to end is ended without a service.
 */
async function sayWhatIsWrong(
  { tell, words }: Terminal,
  { api, addresses, clockCheck }: Client,
): Promise<void> {
  const { untilRight } = words.cli.runner;
  try {
    await api.session.me.query();
    if (clockCheck.problem) tell(`${untilRight({ why: words.tell(clockCheck.problem.told) })}\n`);
  } catch (fault) {
    const refusal = refusalOf(fault);
    if (!refusal && !isUnreachable(fault)) throw fault;
    const count = addresses.all.length;
    const reason = words.spoken(refusal?.told ?? saidAway(fault) ?? whyAway(count, count));
    tell(`${untilRight({ why: visibleText(reason) })}\n`);
  }
}

async function run(terminal: Terminal, options: Options): Promise<void> {
  const wrong = options.pool.find((pool) => !poolSchema.safeParse(pool).success);
  if (wrong !== undefined) throw wrongUsage(({ cli }) => cli.runner.noPool({ pool: wrong }));
  const home = latchkeyHome(terminal.environment);
  const kept = await keptIdentity(home);
  if (kept.kind === 'locked') return runLocked(terminal, options, { home, until: 'untilUnlocked' });
  if (kept.kind === 'exposed') return runLocked(terminal, options, { home, until: 'untilMended' });
  const work = async ({ client }: MemberSession): Promise<void> => {
    await greet(terminal, client);
    await runnerOf(terminal, home, options, runnerApi(client)).run();
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
  const running = runnerOf(terminal, home, options, api).run();
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
    await greet(terminal, session.client);
    await running;
  };
  await asMember(terminal, work, { saysAddress: false, unlocked: opened });
}

async function greet(terminal: Terminal, client: Client): Promise<void> {
  const { words } = terminal;
  client.addresses.onUse((...moved) => terminal.tell(`${movedText(words, ...moved)}\n`));
  await sayWhatIsWrong(terminal, client);
  const { untilRight } = words.cli.runner;
  client.service.onTooOld((told) => terminal.tell(`${untilRight({ why: words.spoken(told) })}\n`));
}

/** The runner of this home, which stops when the person or the system wants it. */
function runnerOf(
  terminal: Terminal,
  home: string,
  { pool: pools, providers, acceptClock = false }: Options,
  api: RunnerApi,
): Runner {
  const { environment, clock, stop } = terminal;
  const runner = createScriptRunner({
    ...{ pools, api, clock, acceptClock, environment, home },
    logger: stderrLogger(terminal),
    dataFolder: join(home, 'runner'),
    providerFolders: [...(providers === undefined ? [] : [providers]), home],
    failpoint: envFailpoint(environment, environment['NODE_ENV'] !== 'production'),
  });
  // not for people: a line of the log
  stop.addEventListener('abort', () => void runner.stop('stopped by hand'), { once: true });
  return runner;
}
