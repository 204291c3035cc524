import type { Command } from 'commander';
import { CliFailure } from '../cli-failure.ts';
import { fetchCredentials, printCredentials } from '../credentials.ts';
import { EXIT } from '../exit-status.ts';
import { findRequest } from '../find-request.ts';
import { asMember } from '../member-session.ts';
import type { Terminal } from '../terminal.ts';

export function addCredential(program: Command, terminal: Terminal): void {
  program
    .command('credential')
    .description('show the credential of access that is active, on the device that asked or another of yours')
    .argument('<id>', 'of a grant, or of a request for all that it granted; its beginning is enough')
    .option('--json', 'as one JSON document')
    .action((id: string, { json = false }: { json?: boolean }) =>
      asMember(terminal, async (session) => {
        const { state, grantId } = await findRequest(session.api, id);
        if (state.facts.requester !== session.identity.member.id)
          throw new CliFailure(
            EXIT.refused,
            'A credential is for who asked for it, and nobody else.',
            'notAllowed',
          );
        const all = await fetchCredentials(session, state);
        const credentials = all.filter((each) => grantId === null || each.grantId === grantId);
        if (credentials.length === 0)
          throw new CliFailure(
            EXIT.refused,
            'This access is not active, so it has no credential now.',
            'notActive',
          );
        await printCredentials(terminal, { state, credentials, failed: [], json });
      }),
    );
}
