import type { Command } from 'commander';
import { plainSaid } from '../../lib/said.ts';
import { answered } from '../answered.ts';
import { findRequest } from '../find-request.ts';
import { asMember } from '../member-session.ts';
import { printJson } from '../print-json.ts';
import { shortId } from '../short-id.ts';
import type { Terminal } from '../terminal.ts';

export function addWithdraw(program: Command, terminal: Terminal): void {
  const { withdraw: words, common } = terminal.words.cli;
  program
    .command('withdraw')
    .description(words.what)
    .argument('<id>', common.requestId)
    .option('--json', common.jsonAfter)
    .action(async (id: string, { json }: { json?: boolean }) => {
      const answer = await asMember(terminal, async ({ api }) => {
        const { requestId } = (await findRequest(api, id)).state.facts;
        return api.requests.withdraw.mutate({ requestId });
      });
      const after = answered(terminal, answer, json);
      if (!after) return;
      if (json) printJson(terminal, plainSaid(after));
      else terminal.note(`${words.done({ id: shortId(after.facts.requestId) })}\n`);
    });
}
