import { wordsIn } from '../../words/words.ts';
import type { Command } from 'commander';
import type { SignatureCounts } from '../../client/check-signatures.ts';
import type { Names } from '../../client/known-names.ts';
import { logFollower } from '../../client/log-follower.ts';
import { MissingTexts, sayMissing } from '../../formats/wire/missing-texts.ts';
import { csvText } from '../../lib/csv-text.ts';
import { parseDuration } from '../../contract/parse-duration.ts';
import { sha256 } from '../../system/node-crypto.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { CliFailure, wrongUsage } from '../cli-failure.ts';
import { EXIT } from '../exit-status.ts';
import { historyRows, type HistoryRow } from '../history-rows.ts';
import { localTime } from '../local-time.ts';
import { asMember, type MemberSession } from '../member-session.ts';
import { printJson } from '../print-json.ts';
import { clocksApart, serviceTime } from '../service-time.ts';
import { shortId } from '../short-id.ts';
import { table } from '../table.ts';
import type { Terminal } from '../terminal.ts';
import { untrusted, verifiedHistory, whyNotBelieved } from '../verified-history.ts';

interface Options {
  readonly since?: string;
  readonly csv?: boolean;
  readonly json?: boolean;
}

/** Both say what is wrong where it belongs. */
const ITSELF = { saysAlarm: false };

export function addHistory(program: Command, terminal: Terminal): void {
  const history = program
    .command('history')
    .description('what happened, as far as you may read it; works without the service, too')
    .option('--since <duration>', 'only the last while, for example 24h')
    .option('--csv', 'for a spreadsheet')
    .option('--json', 'as one JSON document')
    .action((options: Options) => asMember(terminal, (session) => show(terminal, session, options), ITSELF));

  history
    .command('verify')
    .description('check that the log is whole and continues what was verified before')
    .option('--json', 'as one JSON document')
    .action((_options: unknown, command: Command) =>
      asMember(terminal, (session) => verify(terminal, session, command.optsWithGlobals<Options>()), ITSELF),
    );
}

async function show(terminal: Terminal, session: MemberSession, options: Options): Promise<void> {
  const since = options.since === undefined ? null : parseDuration(options.since);
  if (since && !since.ok) throw wrongUsage(wordsIn('en').tell(since.error));
  if (options.csv && options.json) throw wrongUsage('Choose --csv or --json, not both.');
  const { kept, names, isFresh, stopped, alarm } = await verifiedHistory(terminal, session);
  if (stopped !== null) terminal.note(`${visibleText(stopped)} ${BEFORE}\n`);
  if (alarm) terminal.note(`The history does not verify any more. ${BEFORE}\n`);
  // By this computer's clock all the same: a service that lies could hide with its own what was verified.
  const apart = isFresh ? clocksApart(await serviceTime(session.api, terminal.clock)) : null;
  if (apart !== null)
    terminal.note(`${apart} “--since” and “overdue” go by this computer’s: set it right.\n`);
  const sinceMs = since ? terminal.clock.now() - since.value : 0;
  print(terminal, await historyRows(kept, { sinceMs, now: terminal.clock.now(), names }), { options, names });
  // Last, so that it is not scrolled away, and never with 0.
  if (alarm) throw untrusted(terminal, alarm);
}

const BEFORE = 'This is what this device has verified before.';

function print(
  terminal: Terminal,
  rows: readonly HistoryRow[],
  { options, names }: { readonly options: Options; readonly names: Names },
): void {
  if (options.json)
    return printJson(
      terminal,
      rows.map(({ atMs: _atMs, ...row }) => row),
    );
  if (options.csv) return terminal.out(csvText([CSV_HEAD, ...rows.map(csvRow)]));
  if (rows.length === 0) return terminal.note('Nothing happened in that time that you may read.\n');
  terminal.out(
    table(
      ['when', 'request', 'who', 'what', 'why', 'now'],
      rows.map(({ atMs, requestId, actor, what, why, state }) => [
        localTime(atMs),
        requestId === null ? '' : shortId(requestId),
        names[actor] ?? actor,
        what,
        why,
        state ?? '',
      ]),
    ),
  );
}

const CSV_HEAD = ['seq', 'at', 'actor', 'requestId', 'type', 'what', 'why', 'state'];
const csvRow = ({ seq, at, actor, requestId, type, what, why, state }: HistoryRow): string[] => [
  String(seq),
  at,
  actor,
  requestId ?? '',
  type,
  what,
  why,
  state ?? '',
];

async function verify(terminal: Terminal, session: MemberSession, { json }: Options): Promise<void> {
  const { kept, isFresh, stopped, alarm } = await verifiedHistory(terminal, session);
  if (alarm) throw untrusted(terminal, alarm);
  // Read can be what is there; that the log continues it was not verified.
  if (stopped !== null) throw new CliFailure(EXIT.fault, stopped, 'noRoom');
  const { size, note } = kept.trusted;
  const signatures = await logFollower(session.home, session.identity).verify(kept);
  if (!signatures.ok) throw whyNotBelieved(terminal, signatures.error);
  let readable = 0;
  const missing = new MissingTexts();
  for await (const entry of kept.entries()) {
    readable += entry.text === null ? 0 : 1;
    missing.addLeaf(sha256, entry);
  }
  const said = sayMissing(missing);
  if (said !== null) throw new CliFailure(EXIT.fault, said, 'textsMissing');
  if (json)
    return printJson(terminal, {
      ...{ verified: true, entries: size, readable, isFresh, checkpoint: note },
      signatures: signatures.value,
    });
  const upTo = isFresh ? 'up to now' : 'as far as this device has it';
  terminal.out(
    `The log verifies ${upTo}: ${size} entries, of which you may read ${readable}.\n${sayCounts(signatures.value)}`,
  );
}

/** In which way each is known; a line for each that there is. */
function sayCounts({ signed, computed, imported, earlier, newer, unchecked }: SignatureCounts): string {
  const lines: readonly (readonly [number, string])[] = [
    [signed, 'by whoever did it: each signature fits'],
    [computed, 'found from earlier entries'],
    [imported, 'the word of the service or of a runner'],
    [earlier, 'from before people signed what they do'],
    [newer, 'made by a newer Latchkey: not checked'],
    [unchecked, 'not checked: something before it may not be read here, or was written by a newer Latchkey'],
  ];
  return lines.flatMap(([count, what]) => (count > 0 ? [`  ${count} ${what}\n`] : [])).join('');
}
