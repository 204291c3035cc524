import type { Command } from 'commander';
import { makeInvite } from '../../client/make-invite.ts';
import { joinLink } from '../../lib/join-link.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { asMember } from '../member-session.ts';
import { printJson } from '../print-json.ts';
import type { Terminal } from '../terminal.ts';

export function addInvite(program: Command, terminal: Terminal): void {
  const { invite: words, common } = terminal.words.cli;
  program
    .command('invite')
    .description(words.what)
    .argument('<person>', common.personId)
    .option('--replace', words.replace)
    .option('--json', words.json)
    .action(async (person: string, { replace }: { readonly replace?: boolean }) => {
      const { identity, invite } = await asMember(terminal, async ({ api, keys }) => {
        // Whoever joins pins the key that this device has pinned: the one that the log has now.
        const identity = await keys.latest();
        const wanted = { person, now: terminal.clock.now(), ...(replace && { replaces: true as const }) };
        return { identity, invite: await makeInvite(api, identity, wanted) };
      });
      const { code } = invite;
      const { url, founding } = identity;
      const link = joinLink({ service: url, code, founding });
      printJson(terminal, { code, expiresAt: new Date(invite.expiresAt).toISOString(), link });
      if (replace) terminal.note(`${words.told({ person: visibleText(person) })}\n`);
      if (terminal.columns !== null) terminal.note(`${words.give({ link })}\n`);
    });
}
