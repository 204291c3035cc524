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
  const runners = program
    .command('runners')
    .description('the services’ own runners, and whether they sign what they report; for owners')
    .option('--json', 'as one JSON document')
    .action((options: Options) => list(terminal, options));
  runners
    .command('sign-in')
    .description('believe from now on what this runner signs, and nothing that it does not')
    .argument('<name>', 'as latchkey runners lists it')
    .action((name: string) => signIn(terminal, name));
}

type Runner = z.output<typeof runnersOutput>['runners'][number];

const runnersOf = async ({ api }: Pick<MemberSession, 'api'>): Promise<readonly Runner[]> =>
  runnersOutput.parse(await api.org.runners.query()).runners;

async function list(terminal: Terminal, { json }: Options): Promise<void> {
  const runners = await asMember(terminal, runnersOf);
  if (json) return printJson(terminal, runners);
  if (runners.length === 0) return terminal.note('No service has said to have a runner of its own.\n');
  const rows = runners.map(({ device, signingKey, isSignedIn }) => [
    device,
    isSignedIn ? 'signs what it reports' : 'not signed in',
    signingKey,
  ]);
  terminal.out(table(['Runner', '', 'Key'], rows));
}

async function signIn(terminal: Terminal, name: string): Promise<void> {
  await asMember(terminal, async (session) => {
    const runner = (await runnersOf(session)).find(({ device }) => device === name);
    if (!runner)
      throw new CliFailure(
        EXIT.refused,
        `No service has a runner ${visibleText(name)}. Look at them with latchkey runners.`,
        'notFound',
      );
    const { device, signingKey, isSignedIn } = runner;
    if (!isSignedIn) await session.api.org.signInRunner.mutate({ device, signingKey });
    terminal.note(
      `${visibleText(device)} signs what it reports${isSignedIn ? ' already' : ' from now on'}. Its key, which its service says as it starts, is ${signingKey}\n`,
    );
  });
}
