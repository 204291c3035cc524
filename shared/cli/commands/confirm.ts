import type { Command } from 'commander';
import { asMember } from '../member-session.ts';
import type { Terminal } from '../terminal.ts';

export function addConfirm(program: Command, terminal: Terminal): void {
  const { confirm: words, common } = terminal.words.cli;
  program
    .command('confirm')
    .description(words.what)
    .argument('<person>', common.personId)
    .action(async (person: string) => {
      await asMember(terminal, ({ api }) => api.org.confirm.mutate({ person }));
      terminal.note(`${words.done({ person })}\n`);
    });
}
