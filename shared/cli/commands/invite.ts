import type { Command } from 'commander';
import { makeInvite } from '../../client/make-invite.ts';
import { joinLink } from '../../lib/join-link.ts';
import { visibleText } from '../../lib/visible-text.ts';
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
    .option(
      '--replace',
      'as an owner, for who lost all devices: whoever joins with it takes the place of these. All owners are told',
    )
    .option('--json', 'it is one JSON document anyway')
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
      if (replace)
        terminal.note(
          `All owners and ${visibleText(person)} are told. Once somebody joins with it, all devices that they have now are signed out, and for a day they approve nothing of yours, unless another owner says: latchkey confirm ${visibleText(person)}\n`,
        );
      if (terminal.columns !== null)
        terminal.note(
          `Give this line to the person, on a way that you trust. They paste it into the first window of Latchkey, or where latchkey join asks for it:\n${link}\n`,
        );
    });
}
