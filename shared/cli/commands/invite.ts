import type { Command } from 'commander';
import { asMember } from '../member-session.ts';
import { printJson } from '../print-json.ts';
import type { Terminal } from '../terminal.ts';

export function addInvite(program: Command, terminal: Terminal): void {
  program
    .command('invite')
    .description(
      'an invite for a person of people.yaml, or for another device of yours: used once, within 24 hours',
    )
    .argument('<person>', 'id, as in people.yaml')
    .option('--json', 'it is one JSON document anyway')
    .action(async (person: string) => {
      const { url, invite } = await asMember(terminal, async ({ api, identity }) => ({
        url: identity.url,
        invite: await api.org.invite.mutate({ person }),
      }));
      printJson(terminal, { code: invite.code, expiresAt: new Date(invite.expiresAt).toISOString() });
      if (terminal.columns !== null)
        terminal.note(
          `Give this to the person on a way that you trust: run latchkey join ${url} and enter ${invite.code}\n`,
        );
    });
}
