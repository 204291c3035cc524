import { wordsIn } from '../../words/words.ts';
import type { Command } from 'commander';
import { SECOND_MS } from '../../lib/time.ts';
import { readPoolsChecked, type Checked } from '../../formats/wire/read-pools-checked.ts';
import { formatDuration } from '../../lib/duration-text.ts';
import { parseDuration } from '../../contract/parse-duration.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { CliFailure, ofNewer, wrongUsage } from '../cli-failure.ts';
import { EXIT } from '../exit-status.ts';
import { asMember, type MemberSession } from '../member-session.ts';
import { printJson } from '../print-json.ts';
import { sleepLong } from '../../system/sleep-long.ts';
import type { Terminal } from '../terminal.ts';

/** A runner that is alive asks for work within 15 s, whatever happens to signals. */
const RUNNER_SHOWS_WITHIN_MS = 20 * SECOND_MS;
const LOOK_EVERY_MS = 0.5 * SECOND_MS;

interface Options {
  readonly within: string;
  readonly json?: boolean;
}

export function addPools(program: Command, terminal: Terminal): void {
  program
    .command('pools')
    .description('the runners that set access up and end it')
    .command('check')
    .description('ask the runners whether all is there that they need to end access')
    .argument('[pool]', 'only this pool')
    .option('--within <time>', 'how long they have to answer', '2m')
    .option('--json', 'as one JSON document')
    .action(async (pool: string | undefined, { within, json }: Options) => {
      const limit = parseDuration(within);
      if (!limit.ok) throw wrongUsage(wordsIn('en').tell(limit.error));
      const checked = await asMember(terminal, ({ api }) =>
        askAndWait(api, pool ?? null, { terminal, limitMs: limit.value }),
      );
      const { newer: _newer, ...document } = checked;
      if (json) printJson(terminal, document);
      else terminal.out(checked.entitlements.map((each) => lines(each, checked)).join(''));
      const failure = failureOf(checked, formatDuration(limit.value));
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

function lines({ entitlementId, pool, state, problems, ageMs }: One, { pools }: Checked): string {
  const many = (pools.find((each) => each.pool === pool)?.runners ?? 0) > 1;
  const said = problems.map(
    ({ runnerId, message }) =>
      `    ${many ? `runner ${visibleText(runnerId)}: ` : ''}${visibleText(message)}\n`,
  );
  const from = ageMs === undefined ? '' : ` (${checkedText(ageMs)})`;
  return `${SIGNS[state]} ${visibleText(entitlementId)}${from}\n${said.join('')}`;
}

/** Who asks again soon gets the answers to the last asking. */
const checkedText = (ageMs: number): string =>
  ageMs < SECOND_MS ? 'checked just now' : `checked ${formatDuration(ageMs)} ago`;

type One = Checked['entitlements'][number];

const SIGNS: Readonly<Record<One['state'], string>> = {
  ok: '✓ ok          ',
  missing: '✗ missing     ',
  waiting: '? no answer   ',
  unanswered: '? no runner   ',
};

/** What is missing counts most: it has to be mended, whoever else did not answer. */
function failureOf({ entitlements, pools, newer }: Checked, limit: string): CliFailure | null {
  const missing = entitlements.filter(({ state }) => state === 'missing').length;
  if (missing > 0) {
    const sentence = `${missing} of ${entitlements.length} could not be ended. Mend what is said above, then ask again.`;
    return new CliFailure(EXIT.refused, sentence, 'notEndable');
  }
  const away = pools.filter(({ runners }) => runners === 0).map(({ pool }) => pool);
  if (away.length > 0) {
    const [first = ''] = away;
    const sentence = `No runner answers for ${away.join(', ')}. Start one: latchkey runner --pool ${first}`;
    return new CliFailure(EXIT.timedOut, sentence, 'noRunner');
  }
  if (newer > 0)
    return ofNewer(newer === 1 ? 'What was said of one of them' : `What was said of ${newer} of them`);
  if (!entitlements.some(({ state }) => state === 'waiting')) return null;
  return new CliFailure(EXIT.timedOut, `Not every runner answered within ${limit}. Ask again.`, 'noAnswer');
}
