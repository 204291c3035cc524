import type { Command } from 'commander';
import { asMember } from '../member-session.ts';
import type { Terminal } from '../terminal.ts';

export function addConfirm(program: Command, terminal: Terminal): void {
  program
    .command('confirm')
    .description('say as an owner that somebody whom another owner added today is a person of their own')
    .argument('<person>', 'id, as in people.yaml')
    .action(async (person: string) => {
      await asMember(terminal, ({ api }) => api.org.confirm.mutate({ person }));
      terminal.note(`${person} may review like everybody else from now on.\n`);
    });
}
