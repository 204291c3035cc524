import { wordsIn } from '../../words/words.ts';
import type { Command } from 'commander';
import { durationMs } from '../../lib/time.ts';
import { grantIn, grantsOf } from '../../domain/request/grants-of.ts';
import type { RequestState } from '../../domain/request/request.ts';
import { parseDuration } from '../../contract/parse-duration.ts';
import { LIMITS } from '../../contract/limits.ts';
import { say } from '../../client/say.ts';
import { plainSaid } from '../../lib/said.ts';
import { answered } from '../answered.ts';
import { checkLength } from '../check-length.ts';
import { CliFailure, wrongUsage } from '../cli-failure.ts';
import { EXIT } from '../exit-status.ts';
import { findRequest, type Found } from '../find-request.ts';
import { asMember } from '../member-session.ts';
import { printJson } from '../print-json.ts';
import { shortId } from '../short-id.ts';
import type { Terminal } from '../terminal.ts';

interface Options {
  readonly reason: string;
  readonly gone?: boolean;
  readonly json?: boolean;
}

export function addEnd(program: Command, terminal: Terminal): void {
  program
    .command('end')
    .description('give access back, or end that of somebody else, before its time is over')
    .argument('<id>', 'of a grant, or of a request for all that it granted; its beginning is enough')
    .option('--reason <text>', 'why', '')
    .option('--gone', 'say as an owner that access which is stuck is gone; --reason says how you know')
    .option('--json', 'print the request afterwards as one JSON document')
    .action(async (id: string, { reason, gone = false, json }: Options) => {
      checkLength('reason', reason, LIMITS.commentLength);
      let ended: readonly string[] = [];
      const answer = await asMember(terminal, async ({ api }) => {
        const found = await findRequest(api, id);
        let state: unknown = found.state;
        ended = endable(found);
        const said = say(reason);
        for (const grantId of ended)
          state = await api.grants.end.mutate({
            grantId,
            reason: said,
            isGone: gone,
          });
        return state;
      });
      const after = answered(terminal, answer, json);
      if (!after) return;
      const it = `The access of request ${shortId(after.facts.requestId)}`;
      if (json) printJson(terminal, plainSaid(after));
      else if (gone) terminal.note(`${it} counts as gone. The history names you and your reason.\n`);
      else if (!hasBegun(after, ended)) terminal.note(`${it} has ended: no runner had taken it up.\n`);
      else terminal.note(`${it} is being taken away. Follow it with: latchkey requests\n`);
    });

  program
    .command('extend')
    .description('not possible yet: ask again instead')
    .argument('<id>', 'of a grant')
    .option('--for <duration>', 'by how much', '30m')
    .action(async (id: string, options: { for: string }) => {
      const by = parseDuration(options.for);
      if (!by.ok) throw wrongUsage(wordsIn('en').tell(by.error));
      await asMember(terminal, async ({ api }) => {
        const found = await findRequest(api, id);
        const grantId = found.grantId ?? found.state.facts.entitlements[0]?.grantId ?? '';
        await api.grants.extend.mutate({ grantId, byMs: durationMs(by.value) });
      });
    });
}

/** What nobody had begun is over when it is ended; there is nothing to follow. */
const hasBegun = (after: RequestState, ended: readonly string[]): boolean =>
  ended.some((grantId) => {
    const grant = grantIn(after, grantId);
    return grant?.kind !== 'revoked' || grant.startsAt !== null;
  });

function endable({ state, grantId }: Found): string[] {
  const running = grantsOf(state)
    .filter(({ grant }) => grant.kind !== 'revoked' && grant.kind !== 'failed')
    .map(({ entitlement }) => entitlement.grantId)
    .filter((each) => grantId === null || each === grantId);
  const what = grantId === null ? 'This request' : 'This grant';
  const { phase, facts } = state;
  if (phase.kind === 'submitted')
    throw new CliFailure(
      EXIT.refused,
      `This request still waits for an answer: there is no access to end. Take it back with: latchkey withdraw ${shortId(facts.requestId)}`,
      'notActive',
    );
  if (running.length === 0)
    throw new CliFailure(EXIT.refused, `${what} has no access that could be ended.`, 'notActive');
  return running;
}
