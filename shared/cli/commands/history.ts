import type { Command } from 'commander';
import type { SignatureCounts } from '../../client/check-signatures.ts';
import type { Names } from '../../client/known-names.ts';
import { logFollower } from '../../client/log-follower.ts';
import { MissingTexts, sayMissing } from '../../formats/wire/missing-texts.ts';
import { ownValue } from '../../lib/own-value.ts';
import { csvText } from '../../lib/csv-text.ts';
import { parseDuration } from '../../contract/parse-duration.ts';
import { sha256 } from '../../system/node-crypto.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { CliFailure, wrongUsage } from '../cli-failure.ts';
import { EXIT } from '../exit-status.ts';
import { historyRows, type HistoryRow } from '../history-rows.ts';
import { asMember, type MemberSession } from '../member-session.ts';
import { namesToldApart } from '../names-apart.ts';
import { printJson } from '../print-json.ts';
import { clocksApart, serviceTime } from '../service-time.ts';
import { shortId } from '../short-id.ts';
import { table } from '../table.ts';
import type { Terminal } from '../terminal.ts';
import type { Words } from '../../words/words.ts';
import { untrusted, verifiedHistory, whyNotBelieved } from '../verified-history.ts';

interface Options {
  readonly since?: string;
  readonly csv?: boolean;
  readonly json?: boolean;
}

/** Both say what is wrong where it belongs. */
const ITSELF = { saysAlarm: false };

export function addHistory(program: Command, terminal: Terminal): void {
  const { history: words, common } = terminal.words.cli;
  const history = program
    .command('history')
    .description(words.what)
    .option('--since <duration>', words.since)
    .option('--csv', words.csv)
    .option('--json', common.json)
    .action((options: Options) => asMember(terminal, (session) => show(terminal, session, options), ITSELF));

  history
    .command('verify')
    .description(words.verify)
    .option('--json', common.json)
    .action((_options: unknown, command: Command) =>
      asMember(terminal, (session) => verify(terminal, session, command.optsWithGlobals<Options>()), ITSELF),
    );
}

async function show(terminal: Terminal, session: MemberSession, options: Options): Promise<void> {
  const { words } = terminal;
  const { before, alarm: ofAlarm, clock } = words.cli.history;
  const since = options.since === undefined ? null : parseDuration(options.since);
  if (since && !since.ok) throw wrongUsage(since.error);
  if (options.csv && options.json) throw wrongUsage(({ cli }) => cli.history.csvOrJson);
  const { kept, names: known, isFresh, stopped, alarm } = await verifiedHistory(terminal, session);
  const names = namesToldApart(known);
  if (stopped !== null) terminal.note(`${visibleText(words.spoken(stopped))} ${before}\n`);
  if (alarm) terminal.note(`${ofAlarm}\n`);
  // By this computer's clock all the same: a service that lies could hide with its own what was verified.
  const apart = isFresh ? clocksApart(await serviceTime(session.api, terminal.clock)) : null;
  if (apart !== null) terminal.note(`${words.spoken(apart)} ${clock}\n`);
  const sinceMs = since ? terminal.clock.now() - since.value : 0;
  print(terminal, await historyRows(kept, { sinceMs, now: terminal.clock.now(), names, words }), {
    options,
    names,
  });
  // Last, so that it is not scrolled away, and never with 0.
  if (alarm) throw untrusted(terminal, alarm);
}

function print(
  terminal: Terminal,
  rows: readonly HistoryRow[],
  { options, names }: { readonly options: Options; readonly names: Names },
): void {
  const { history: own, about, state: ofStatus } = terminal.words.cli;
  if (options.json)
    return printJson(
      terminal,
      rows.map(({ atMs: _atMs, ...row }) => row),
    );
  if (options.csv) return terminal.out(csvText([CSV_HEAD, ...rows.map(csvRow)]));
  if (rows.length === 0) return terminal.note(`${own.nothing}\n`);
  terminal.out(
    table(
      [own.headWhen, own.headRequest, about.who, about.what, about.why, own.headNow],
      rows.map(({ atMs, requestId, actor, what, why, state }) => [
        terminal.words.formats.moment(atMs),
        requestId === null ? '' : shortId(requestId),
        ownValue(names, actor) ?? actor,
        what,
        why,
        state === null ? '' : ofStatus[state],
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
  const words = terminal.words.cli.history;
  const verifies = isFresh ? words.verifies : words.verifiesHere;
  terminal.out(`${verifies({ size, readable })}\n${sayCounts(terminal.words, signatures.value)}`);
}

/** In which way each is known; a line for each that there is. */
function sayCounts({ cli: { history } }: Words, counts: SignatureCounts): string {
  return WAYS.flatMap((way) => (counts[way] > 0 ? [`  ${history[way]({ count: counts[way] })}\n`] : [])).join(
    '',
  );
}

const WAYS = ['signed', 'computed', 'imported', 'earlier', 'newer', 'unchecked'] as const;
