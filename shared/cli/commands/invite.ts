import type { Command } from 'commander';
import { makeInvite } from '../../client/make-invite.ts';
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
      const { url, invite } = await asMember(terminal, async ({ api, identity }) => {
        const wanted = { person, now: terminal.clock.now(), ...(replace && { replaces: true as const }) };
        return { url: identity.url, invite: await makeInvite(api, identity, wanted) };
      });
      printJson(terminal, { code: invite.code, expiresAt: new Date(invite.expiresAt).toISOString() });
      if (replace)
        terminal.note(
          `All owners and ${visibleText(person)} are told. Once somebody joins with it, all devices that they have now are signed out, and for a day they approve nothing of yours, unless another owner says: latchkey confirm ${visibleText(person)}\n`,
        );
      if (terminal.columns !== null)
        terminal.note(
          `Give this to the person on a way that you trust: run latchkey join ${url} and enter ${invite.code}\n`,
        );
    });
}
