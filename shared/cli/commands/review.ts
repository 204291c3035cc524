import type { Command } from 'commander';
import { reviewOf } from '../../client/review-of.ts';
import { LIMITS } from '../../contract/limits.ts';
import { isHighRisk } from '../../domain/organisation/high-risk.ts';
import { whatIsConfirmed } from '../../domain/request/what-is-confirmed.ts';
import type { Decision, RequestState } from '../../domain/request/request.ts';
import { plainSaid } from '../../lib/said.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { answered } from '../answered.ts';
import { checkLength } from '../check-length.ts';
import { CliFailure, refused, wrongUsage } from '../cli-failure.ts';
import { confirmHighRisk } from '../confirm-high-risk.ts';
import { requestInFull } from '../describe-request.ts';
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
        const outcome = phase.kind === 'submitted' ? 'Others must answer too.' : `It is ${phase.kind} now.`;
        const done = decision === 'approve' ? 'Approved' : 'Denied';
        terminal.note(
          `${done}: request ${shortId(facts.requestId)} of ${visibleText(facts.requesterName)}. ${outcome}\n`,
        );
      });
    };

  program
    .command('approve')
    .description('approve a request')
    .argument('<id>', 'of the request, or its beginning')
    .option('--comment <text>', 'what the requester and the history should know')
    .option('--high-risk', 'without being asked once more where the request is high risk')
    .option('--json', 'print the request afterwards as one JSON document')
    .action(review('approve'));
  program
    .command('deny')
    .description('deny a request')
    .argument('<id>', 'of the request, or its beginning')
    .requiredOption('--comment <text>', 'why: the requester reads it')
    .option('--json', 'print the request afterwards as one JSON document')
    .action(review('deny'));
}

/** Shows all of it and asks once more; without somebody to ask, says how to say it in the command. */
async function confirm({ keyboard, note, stop }: Terminal, state: RequestState): Promise<void> {
  if (!keyboard)
    throw wrongUsage(
      `This is high risk, and nothing was sent: ${whatIsConfirmed(state.facts)}. To approve it, add --high-risk.`,
    );
  note(requestInFull(state));
  const isMeant = await confirmHighRisk(keyboard, state.facts, stop);
  keyboard.close();
  if (!isMeant)
    throw new CliFailure(EXIT.usage, 'Nothing was sent: the request waits as before.', 'notConfirmed');
}
