import type { Command } from 'commander';
import { reviewOf } from '../../client/review-of.ts';
import { LIMITS } from '../../contract/limits.ts';
import { isHighRisk } from '../../domain/organisation/high-risk.ts';
import type { Decision, RequestState } from '../../domain/request/request.ts';
import { plainSaid } from '../../lib/said.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { answered } from '../answered.ts';
import { checkLength } from '../check-length.ts';
import { CliFailure, refused, wrongUsage } from '../cli-failure.ts';
import { confirmHighRisk } from '../confirm-high-risk.ts';
import { requestInFull, whatIsConfirmed } from '../describe-request.ts';
import { EXIT } from '../exit-status.ts';
import { findRequest } from '../find-request.ts';
import { asMember } from '../member-session.ts';
import { printJson } from '../print-json.ts';
import { shortId } from '../short-id.ts';
import type { Terminal } from '../terminal.ts';

interface Options {
  readonly comment?: string;
  readonly json?: boolean;
  readonly highRisk?: boolean;
}

/** `approve` and `deny`: a review, signed on this device over exactly what the request says. */
export function addReview(program: Command, terminal: Terminal): void {
  const { words } = terminal;
  const { review: own, common, state: ofStatus } = words.cli;
  const review =
    (decision: Decision) =>
    async (id: string, { comment = '', json, highRisk = false }: Options) => {
      checkLength('comment', comment, LIMITS.commentLength);
      await asMember(terminal, async ({ api }) => {
        const { state } = await findRequest(api, id);
        if (decision === 'approve' && isHighRisk(state.facts) && !highRisk) await confirm(terminal, state);
        const given = reviewOf(state, { decision, comment });
        if (!given.ok) throw refused(given.error);
        const answer = await api.reviews.give.mutate(given.value);
        const after = answered(terminal, answer, json);
        if (!after) return;
        if (json) return printJson(terminal, plainSaid(after));
        const { facts, phase } = after;
        const outcome =
          phase.kind === 'submitted' ? own.othersToo : own.isNow({ state: ofStatus[phase.kind] });
        const done = decision === 'approve' ? own.approved : own.denied;
        const who = visibleText(facts.requesterName);
        terminal.note(`${done({ id: shortId(facts.requestId), who, outcome })}\n`);
      });
    };

  program
    .command('approve')
    .description(own.approve)
    .argument('<id>', common.requestId)
    .option('--comment <text>', own.commentApprove)
    .option('--high-risk', own.highRisk)
    .option('--json', common.jsonAfter)
    .action(review('approve'));
  program
    .command('deny')
    .description(own.deny)
    .argument('<id>', common.requestId)
    .requiredOption('--comment <text>', own.commentDeny)
    .option('--json', common.jsonAfter)
    .action(review('deny'));
}

/** Shows all of it and asks once more; without somebody to ask, says how to say it in the command. */
async function confirm({ keyboard, note, stop, words }: Terminal, state: RequestState): Promise<void> {
  if (!keyboard)
    throw wrongUsage((reader) =>
      reader.cli.review.notConfirmed({ what: whatIsConfirmed(reader, state.facts) }),
    );
  note(requestInFull(words, state));
  const isMeant = await confirmHighRisk({ keyboard, words }, state.facts, stop);
  keyboard.close();
  if (!isMeant) throw new CliFailure(EXIT.usage, ({ cli }) => cli.review.nothingSent, 'notConfirmed');
}
