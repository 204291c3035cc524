import type { Command } from 'commander';
import type { z } from 'zod';
import { runnersOutput } from '../../contract/api-schemas.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { CliFailure } from '../cli-failure.ts';
import { EXIT } from '../exit-status.ts';
import { asMember, type MemberSession } from '../member-session.ts';
import { printJson } from '../print-json.ts';
import { table } from '../table.ts';
import type { Terminal } from '../terminal.ts';

interface Options {
  readonly json?: boolean;
}

/** `runners`: the services' own; `sign-in` has one sign what it reports. */
export function addRunners(program: Command, terminal: Terminal): void {
  const { runners: words, common } = terminal.words.cli;
  const runners = program
    .command('runners')
    .description(words.what)
    .option('--json', common.json)
    .action((options: Options) => list(terminal, options));
  runners
    .command('sign-in')
    .description(words.signIn)
    .argument('<name>', words.name)
    .action((name: string) => signIn(terminal, name));
}

type Runner = z.output<typeof runnersOutput>['runners'][number];

const runnersOf = async ({ api }: Pick<MemberSession, 'api'>): Promise<readonly Runner[]> =>
  runnersOutput.parse(await api.org.runners.query()).runners;

async function list(terminal: Terminal, { json }: Options): Promise<void> {
  const runners = await asMember(terminal, runnersOf);
  if (json) return printJson(terminal, runners);
  const words = terminal.words.cli.runners;
  if (runners.length === 0) return terminal.note(`${words.none}\n`);
  const rows = runners.map(({ device, signingKey, isSignedIn }) => [
    device,
    isSignedIn ? words.signs : words.notSignedIn,
    signingKey,
  ]);
  terminal.out(table([words.headRunner, '', words.headKey], rows));
}

async function signIn(terminal: Terminal, name: string): Promise<void> {
  await asMember(terminal, async (session) => {
    const runner = (await runnersOf(session)).find(({ device }) => device === name);
    if (!runner)
      throw new CliFailure(
        EXIT.refused,
        ({ cli }) => cli.runners.unknown({ name: visibleText(name) }),
        'notFound',
      );
    const { device, signingKey, isSignedIn } = runner;
    if (!isSignedIn) await session.api.org.signInRunner.mutate({ device, signingKey });
    const { signsAlready, signsNow } = terminal.words.cli.runners;
    const say = isSignedIn ? signsAlready : signsNow;
    terminal.note(`${say({ name: visibleText(device), key: signingKey })}\n`);
  });
}
