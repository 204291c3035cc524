import type { Command } from 'commander';
import { durationMs, MINUTE_MS, type DurationMs } from '../../lib/time.ts';
import { grantIn, grantsOf } from '../../domain/request/grants-of.ts';
import type { RequestState } from '../../domain/request/request.ts';
import { LIMITS } from '../../contract/limits.ts';
import { say } from '../../client/say.ts';
import { plainSaid } from '../../lib/said.ts';
import { answered } from '../answered.ts';
import { checkLength } from '../check-length.ts';
import { CliFailure, wrongUsage } from '../cli-failure.ts';
import { EXIT } from '../exit-status.ts';
import { endAll } from '../end-all.ts';
import { readDuration } from '../read-duration.ts';
import { findRequest, type Found } from '../find-request.ts';
import { asMember } from '../member-session.ts';
import { printJson } from '../print-json.ts';
import { shortId } from '../short-id.ts';
import type { Terminal } from '../terminal.ts';

interface Options {
  readonly reason: string;
  readonly gone?: boolean;
  readonly json?: boolean;
  readonly all?: boolean;
  readonly person?: string;
  readonly provider?: string;
  readonly timeout: DurationMs;
  readonly yes?: boolean;
}

export function addEnd(program: Command, terminal: Terminal): void {
  const { end: words, common } = terminal.words.cli;
  program
    .command('end')
    .description(words.what)
    .argument('[id]', common.grantId)
    .option('--reason <text>', words.reason, '')
    .option('--gone', words.gone)
    .option('--all', words.all)
    .option('--person <id>', words.person)
    .option('--provider <name>', words.provider)
    .option('--timeout <duration>', words.timeout, readDuration, durationMs(10 * MINUTE_MS))
    .option('--yes', words.yes)
    .option('--json', common.jsonAfter)
    .action(async (id: string | undefined, options: Options) => {
      checkLength('reason', options.reason, LIMITS.commentLength);
      const { all = false, person, provider } = options;
      const isMany = all || person !== undefined || provider !== undefined;
      if (
        (id === undefined) !== isMany ||
        (all && (person ?? provider) !== undefined) ||
        (isMany && options.gone)
      )
        throw wrongUsage(({ cli }) => cli.end.oneOrMany);
      if (id !== undefined) return endOne(terminal, id, options);
      const meant = {
        ...(person === undefined ? {} : { person }),
        ...(provider === undefined ? {} : { provider }),
      };
      return endAll(terminal, meant, options);
    });

  program
    .command('extend')
    .description(words.extend)
    .argument('<id>', words.extendId)
    .option('--for <duration>', words.extendFor, '30m')
    .action(async (id: string, options: { for: string }) => {
      const byMs = readDuration(options.for);
      await asMember(terminal, async ({ api }) => {
        const found = await findRequest(api, id);
        const grantId = found.grantId ?? found.state.facts.entitlements[0]?.grantId ?? '';
        await api.grants.extend.mutate({ grantId, byMs });
      });
    });
}

async function endOne(
  terminal: Terminal,
  id: string,
  { reason, gone = false, json }: Options,
): Promise<void> {
  const { end: words } = terminal.words.cli;
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
  if (json) return printJson(terminal, plainSaid(after));
  const became = gone ? 'countsAsGone' : hasBegun(after, ended) ? 'beingTaken' : 'hasEnded';
  terminal.note(`${words[became]({ id: shortId(after.facts.requestId) })}\n`);
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
  const { phase, facts } = state;
  if (phase.kind === 'submitted')
    throw new CliFailure(
      EXIT.refused,
      ({ cli }) => cli.end.stillWaits({ id: shortId(facts.requestId) }),
      'notActive',
    );
  if (running.length === 0)
    throw new CliFailure(
      EXIT.refused,
      ({ cli }) => (grantId === null ? cli.end.requestHasNone : cli.end.grantHasNone),
      'notActive',
    );
  return running;
}
