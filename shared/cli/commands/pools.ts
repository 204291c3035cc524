import type { Command } from 'commander';
import { SECOND_MS } from '../../lib/time.ts';
import { readPoolsChecked, type Checked } from '../../formats/wire/read-pools-checked.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { CliFailure, ofNewer } from '../cli-failure.ts';
import { readDuration } from '../read-duration.ts';
import { EXIT } from '../exit-status.ts';
import { asMember, type MemberSession } from '../member-session.ts';
import { printJson } from '../print-json.ts';
import { sleepLong } from '../../system/sleep-long.ts';
import type { Terminal } from '../terminal.ts';
import type { Words } from '../../words/words.ts';

/** A runner that is alive asks for work within 15 s, whatever happens to signals. */
const RUNNER_SHOWS_WITHIN_MS = 20 * SECOND_MS;
const LOOK_EVERY_MS = 0.5 * SECOND_MS;

interface Options {
  readonly within: string;
  readonly json?: boolean;
}

export function addPools(program: Command, terminal: Terminal): void {
  const { pools: words, common } = terminal.words.cli;
  program
    .command('pools')
    .description(words.what)
    .command('check')
    .description(words.check)
    .argument('[pool]', words.pool)
    .option('--within <time>', words.within, '2m')
    .option('--json', common.json)
    .action(async (pool: string | undefined, { within, json }: Options) => {
      const limitMs = readDuration(within);
      const checked = await asMember(terminal, ({ api }) =>
        askAndWait(api, pool ?? null, { terminal, limitMs }),
      );
      const { newer: _newer, ...document } = checked;
      if (json) printJson(terminal, document);
      else terminal.out(checked.entitlements.map((each) => lines(terminal.words, each, checked)).join(''));
      const failure = failureOf(checked, limitMs);
      if (failure) throw failure;
    });
}

/** Asks anew, and looks until every runner has answered, or nobody will. */
async function askAndWait(
  api: MemberSession['api'],
  pool: string | null,
  { terminal, limitMs }: { readonly terminal: Terminal; readonly limitMs: number },
): Promise<Checked> {
  const { clock, stop } = terminal;
  const startedAt = clock.monotonicMs();
  let checked = readPoolsChecked(await api.pools.check.mutate({ pool }));
  for (;;) {
    const states = new Set(checked.entitlements.map(({ state }) => state));
    const tookMs = clock.monotonicMs() - startedAt;
    const isNobodyThere = states.has('unanswered') && tookMs < Math.min(RUNNER_SHOWS_WITHIN_MS, limitMs);
    if ((!states.has('waiting') && !isNobodyThere) || tookMs >= limitMs || stop.aborted) return checked;
    await sleepLong(clock, LOOK_EVERY_MS, stop);
    checked = readPoolsChecked(await api.pools.checked.query({ pool }));
  }
}

function lines(
  { cli: { pools: say }, ofRunner }: Words,
  { entitlementId, pool, state, problems, ageMs }: One,
  { pools }: Checked,
): string {
  const many = (pools.find((each) => each.pool === pool)?.runners ?? 0) > 1;
  const said = problems.map(({ runnerId, message }) => {
    const text = visibleText(ofRunner(message));
    return `    ${many ? say.ofRunner({ runner: visibleText(runnerId), message: text }) : text}\n`;
  });
  const from = ageMs === undefined ? '' : ` (${checkedText(say, ageMs)})`;
  return `${say[state].padEnd(SIGN_WIDTH)} ${visibleText(entitlementId)}${from}\n${said.join('')}`;
}

type PoolWords = Words['cli']['pools'];

/** Columns: as wide as the longest in any language. */
const SIGN_WIDTH = 14;

/** Who asks again soon gets the answers to the last asking. */
const checkedText = (words: PoolWords, ageMs: number): string =>
  ageMs < SECOND_MS ? words.justNow : words.ago({ ageMs });

type One = Checked['entitlements'][number];

/** What is missing counts most: it has to be mended, whoever else did not answer. */
function failureOf({ entitlements, pools, newer }: Checked, withinMs: number): CliFailure | null {
  const missing = entitlements.filter(({ state }) => state === 'missing').length;
  if (missing > 0) {
    const counts = { count: missing, of: entitlements.length };
    return new CliFailure(EXIT.refused, ({ cli }) => cli.pools.notEndable(counts), 'notEndable');
  }
  const away = pools.filter(({ runners }) => runners === 0).map(({ pool }) => pool);
  if (away.length > 0) {
    const [first = ''] = away;
    const names = { pools: away.join(', '), first };
    return new CliFailure(EXIT.timedOut, ({ cli }) => cli.pools.noRunner(names), 'noRunner');
  }
  if (newer > 0) return ofNewer(({ cli }) => cli.newer.checked({ count: newer }));
  if (!entitlements.some(({ state }) => state === 'waiting')) return null;
  return new CliFailure(EXIT.timedOut, ({ cli }) => cli.pools.notAll({ withinMs }), 'noAnswer');
}
