import type { Command } from 'commander';
import { CliFailure } from '../cli-failure.ts';
import { fetchCredentials, printCredentials } from '../credentials.ts';
import { EXIT } from '../exit-status.ts';
import { findRequest } from '../find-request.ts';
import { asMember } from '../member-session.ts';
import type { Terminal } from '../terminal.ts';

export function addCredential(program: Command, terminal: Terminal): void {
  const { credential: words, common } = terminal.words.cli;
  program
    .command('credential')
    .description(words.what)
    .argument('<id>', common.grantId)
    .option('--json', common.json)
    .action((id: string, { json = false }: { json?: boolean }) =>
      asMember(terminal, async (session) => {
        const { state, grantId } = await findRequest(session.api, id);
        if (state.facts.requester !== session.identity.member.id)
          throw new CliFailure(EXIT.refused, words.notYours, 'notAllowed');
        const all = await fetchCredentials(session, state);
        const credentials = all.filter((each) => grantId === null || each.grantId === grantId);
        if (credentials.length === 0) throw new CliFailure(EXIT.refused, words.notActive, 'notActive');
        await printCredentials(terminal, { state, credentials, failed: [], json });
      }),
    );
}
