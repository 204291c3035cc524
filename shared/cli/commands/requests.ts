import type { Command } from 'commander';
import { listEvery } from '../../client/list-every.ts';
import { loadNames } from '../../client/known-names.ts';
import { plainSaid } from '../../lib/said.ts';
import { requestHead, requestRow } from '../describe-request.ts';
import { asMember } from '../member-session.ts';
import { printJson } from '../print-json.ts';
import { serviceTime } from '../service-time.ts';
import { requestersApart } from '../names-apart.ts';
import { sayNewer } from '../say-newer.ts';
import { table } from '../table.ts';
import type { Terminal } from '../terminal.ts';

interface Options {
  readonly json?: boolean;
  readonly all?: boolean;
  readonly open?: boolean;
}

/** `requests` and `inbox`: the same list, asked for from two sides. */
export function addRequests(program: Command, terminal: Terminal): void {
  const { words } = terminal;
  const { requests, common } = words.cli;
  const show = async (
    scope: 'mine' | 'inbox' | 'all',
    { json, open }: Options,
    none: string,
  ): Promise<void> => {
    const [listed, time, names] = await asMember(terminal, ({ api, home }) =>
      Promise.all([
        listEvery(api, { scope, open: open ?? false }),
        serviceTime(api, terminal.clock),
        loadNames(home),
      ]),
    );
    const states = listed.known;
    sayNewer(terminal, listed.unknown.length, 'request');
    if (json) return printJson(terminal, plainSaid(states));
    if (states.length === 0) return terminal.note(`${none}\n`);
    const now = time.now();
    const nameOf = requestersApart(states, names);
    terminal.out(
      table(
        requestHead(words),
        states.map((state) => requestRow(words, state, { now, who: nameOf(state) })),
      ),
    );
  };

  program
    .command('requests')
    .description(requests.what)
    .option('--all', requests.all)
    .option('--open', requests.open)
    .option('--json', common.json)
    .action((options: Options) => show(options.all ? 'all' : 'mine', options, requests.none));

  program
    .command('inbox')
    .description(requests.inbox)
    .option('--json', common.json)
    .action((options: Options) => show('inbox', { ...options, open: true }, requests.nothingWaits));
}
