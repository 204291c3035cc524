import type { Command } from 'commander';
import { say } from '../../client/say.ts';
import { LIMITS } from '../../contract/limits.ts';
import { answered } from '../answered.ts';
import { plainSaid } from '../../lib/said.ts';
import { checkLength } from '../check-length.ts';
import { wrongUsage } from '../cli-failure.ts';
import { findRequest } from '../find-request.ts';
import { asMember } from '../member-session.ts';
import { newId } from '../new-id.ts';
import { printJson } from '../print-json.ts';
import { shortId } from '../short-id.ts';
import type { Terminal } from '../terminal.ts';

export function addComment(program: Command, terminal: Terminal): void {
  const { comment: words, common } = terminal.words.cli;
  program
    .command('comment')
    .description(words.what)
    .argument('<id>', common.requestId)
    .argument('<text>', words.text)
    .option('--json', common.jsonAfter)
    .action(async (id: string, text: string, { json }: { json?: boolean }) => {
      const comment = (text === '-' ? await piped(terminal) : text).trim();
      checkLength('comment', comment, LIMITS.commentLength);
      const answer = await asMember(terminal, async ({ api }) => {
        const { requestId } = (await findRequest(api, id)).state.facts;
        return api.requests.comment.mutate({ requestId, commentId: newId(), comment: say(comment) });
      });
      const after = answered(terminal, answer, json);
      if (!after) return;
      if (json) printJson(terminal, plainSaid(after));
      else terminal.note(`${words.done({ id: shortId(after.facts.requestId) })}\n`);
    });
}

/** So many characters are read: more than anybody says, so that the sentence about what is too long has the right number. */
const MOST_READ = 1_000_000;

async function piped({ piped: input }: Terminal): Promise<string> {
  if (input) return input.read(MOST_READ);
  throw wrongUsage(({ cli }) => cli.comment.nothing);
}
