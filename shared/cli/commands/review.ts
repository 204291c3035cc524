import type { Command } from 'commander';
import { signReview } from '../../client/sign-review.ts';
import type { Decision } from '../../domain/request.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { refused } from '../cli-failure.ts';
import { findRequest } from '../find-request.ts';
import { asMember } from '../member-session.ts';
import { newId } from '../new-id.ts';
import { printJson } from '../print-json.ts';
import { shortId } from '../short-id.ts';
import type { Terminal } from '../terminal.ts';

interface Options {
  readonly comment?: string;
  readonly json?: boolean;
}

/** `approve` and `deny`: a review, signed on this device over exactly what the request says. */
export function addReview(program: Command, terminal: Terminal): void {
  const review =
    (decision: Decision) =>
    async (id: string, { comment = '', json }: Options) => {
      await asMember(terminal, async ({ api, identity }) => {
        const { state } = await findRequest(api, id);
        const signed = signReview(identity, state, { decision, comment });
        if (!signed.ok) throw refused(signed.error);
        const after = await api.reviews.give.mutate({ ...signed.value, idempotencyKey: newId() });
        if (json) return printJson(terminal, after);
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
