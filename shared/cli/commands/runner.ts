import { Option, type Command } from 'commander';
import { join } from 'node:path';
import type { Client } from '../../client/create-client.ts';
import { isUnreachable } from '../../client/is-unreachable.ts';
import { refusalOf } from '../../client/refusal-of.ts';
import { runnerApi } from '../../client/runner-api.ts';
import { saidAway, whyAway } from '../../client/why-away.ts';
import { poolSchema } from '../../contract/scalars.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { envFailpoint } from '../../system/env-failpoint.ts';
import { createScriptRunner } from '../../system/script-runner.ts';
import { wrongUsage } from '../cli-failure.ts';
import { asMember, movedText, type MemberSession } from '../member-session.ts';
import { stderrLogger } from '../stderr-logger.ts';
import type { Terminal } from '../terminal.ts';

interface Options {
  readonly pool: readonly string[];
  readonly providers?: string;
  readonly acceptClock?: boolean;
}

export function addRunner(program: Command, terminal: Terminal): void {
  program
    .command('runner')
    .description('run provider scripts for a pool, until it is stopped')
    .addOption(new Option('--pool <name...>', 'pools of this runner').makeOptionMandatory())
    .option('--providers <dir>', 'where the catalog lies that names providers by a path')
    .option('--accept-clock', 'the clock is right now, although this runner has seen a later time')
    .action((options: Options) => run(terminal, options));
}

/**
 * Says now, and not in a log, that the service is away or that this device may not be here. It runs all the same: what
 * its journal has to end is ended without a service.
 */
async function sayWhatIsWrong({ tell }: Terminal, { api, addresses, clockCheck }: Client): Promise<void> {
  try {
    await api.session.me.query();
    if (clockCheck.problem) tell(`${clockCheck.problem.message} ${UNTIL_RIGHT}\n`);
  } catch (fault) {
    const refusal = refusalOf(fault);
    if (!refusal && !isUnreachable(fault)) throw fault;
    const count = addresses.all.length;
    const reason = refusal?.message ?? saidAway(fault) ?? whyAway(count, count);
    tell(`${visibleText(reason)} ${UNTIL_RIGHT}\n`);
  }
}

const UNTIL_RIGHT = 'Nothing new is granted until that is right; what is active ends on time.';

async function run(
  terminal: Terminal,
  { pool: pools, providers, acceptClock = false }: Options,
): Promise<void> {
  const wrong = pools.find((pool) => !poolSchema.safeParse(pool).success);
  if (wrong !== undefined) throw wrongUsage(`“${wrong}” is no name of a pool.`);
  const work = async ({ client, home }: MemberSession): Promise<void> => {
    client.addresses.onUse((...moved) => terminal.tell(`${movedText(...moved)}\n`));
    await sayWhatIsWrong(terminal, client);
    client.service.onTooOld((sentence) => terminal.tell(`${sentence} ${UNTIL_RIGHT}\n`));
    const { environment, clock } = terminal;
    const runner = createScriptRunner({
      pools,
      api: runnerApi(client),
      clock,
      logger: stderrLogger(terminal),
      dataFolder: join(home, 'runner'),
      home,
      providerFolders: [...(providers === undefined ? [] : [providers]), home],
      environment,
      acceptClock,
      failpoint: envFailpoint(environment, environment['NODE_ENV'] !== 'production'),
    });
    terminal.stop.addEventListener('abort', () => void runner.stop('stopped by hand'), { once: true });
    await runner.run();
  };
  await asMember(terminal, work, { saysAddress: false });
}
