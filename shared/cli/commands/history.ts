import type { Command } from 'commander';
import { isUnreachable } from '../../client/is-unreachable.ts';
import type { KeptLog } from '../../client/log-files.ts';
import { logFollower, type LogDistrust } from '../../client/log-follower.ts';
import { loadNames, saveNames, type Names } from '../../client/known-names.ts';
import { catalogOutput } from '../../contract/api-schemas.ts';
import { csvText } from '../../lib/csv-text.ts';
import { parseDuration } from '../../lib/duration-text.ts';
import type { Result } from '../../lib/result.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { CliFailure, wrongUsage } from '../cli-failure.ts';
import { EXIT } from '../exit-status.ts';
import { historyRows, type HistoryRow } from '../history-rows.ts';
import { localTime } from '../local-time.ts';
import { asMember, type MemberSession } from '../member-session.ts';
import { printJson } from '../print-json.ts';
import { shortId } from '../short-id.ts';
import { table } from '../table.ts';
import type { Terminal } from '../terminal.ts';

interface Options {
  readonly since?: string;
  readonly csv?: boolean;
  readonly json?: boolean;
}

export function addHistory(program: Command, terminal: Terminal): void {
  const history = program
    .command('history')
    .description('what happened, as far as you may read it; works without the service, too')
    .option('--since <duration>', 'only the last while, for example 24h')
    .option('--csv', 'for a spreadsheet')
    .option('--json', 'as one JSON document')
    .action((options: Options) => asMember(terminal, (session) => show(terminal, session, options)));

  history
    .command('verify')
    .description('check that the log is whole and continues what was verified before')
    .option('--json', 'as one JSON document')
    .action((_options: unknown, command: Command) =>
      asMember(terminal, (session) => verify(terminal, session, command.optsWithGlobals<Options>())),
    );
}

async function show(terminal: Terminal, session: MemberSession, options: Options): Promise<void> {
  const since = options.since === undefined ? null : parseDuration(options.since);
  if (since && !since.ok) throw wrongUsage(since.error);
  if (options.csv && options.json) throw wrongUsage('Choose --csv or --json, not both.');
  const { kept, names, stopped } = await verified(terminal, session);
  if (stopped !== null) terminal.note(`${stopped} This is what this device has verified before.\n`);
  const sinceMs = since ? terminal.clock.now() - since.value : 0;
  const rows = await historyRows(kept, { sinceMs, now: terminal.clock.now(), names });
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
  const { kept, isFresh, stopped } = await verified(terminal, session);
  // Read can be what is there; that the log continues it was not verified.
  if (stopped !== null) throw new CliFailure(EXIT.fault, stopped, 'noRoom');
  const { size, note } = kept.trusted;
  let readable = 0;
  for await (const { text } of kept.entries()) readable += text === null ? 0 : 1;
  if (json)
    return printJson(terminal, { verified: true, entries: size, readable, isFresh, checkpoint: note });
  const upTo = isFresh ? 'up to now' : 'as far as this device has it';
  terminal.out(`The log verifies ${upTo}: ${size} entries, of which you may read ${readable}.\n`);
}

interface Verified {
  readonly kept: KeptLog;
  readonly names: Names;
  readonly isFresh: boolean;
  /** Why what is new was not fetched, although the service can be reached; null when it was. */
  readonly stopped: string | null;
}

/** The verified log, brought up to date where the service can be reached and the disk has room for it. */
async function verified(terminal: Terminal, { home, identity, api }: MemberSession): Promise<Verified> {
  const follower = logFollower(home, identity);
  const before = async (stopped: string | null): Promise<Verified> => {
    const kept = believed(terminal, await follower.kept());
    return { kept, names: await loadNames(home), isFresh: false, stopped };
  };
  try {
    const followed = await follower.follow(api.log);
    if (!followed.ok && followed.error.kind === 'noRoom') return await before(followed.error.sentence);
    const kept = believed(terminal, followed);
    const { names } = catalogOutput.parse(await api.catalog.list.query());
    // They are for reading without the service: no reason to show nothing now.
    await saveNames(home, names).catch((error: unknown) =>
      terminal.note(`The names of people could not be kept here (${textOf(error)}).\n`),
    );
    return { kept, names, isFresh: true, stopped: null };
  } catch (error) {
    if (!isUnreachable(error)) throw error;
    terminal.note('The service cannot be reached. This is what this device has verified before.\n');
    return before(null);
  }
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function believed(terminal: Terminal, result: Result<KeptLog, LogDistrust>): KeptLog {
  if (result.ok) return result.value;
  const { error } = result;
  if (error.kind === 'noRoom') throw new CliFailure(EXIT.fault, error.sentence, 'noRoom');
  const { unkept } = error;
  // Nowhere else is it then.
  if (unkept) terminal.note(`${visibleText(JSON.stringify(unkept.alarm, null, 2), 'keep')}\n`);
  const evidence = unkept
    ? `The evidence could not be kept in ${error.evidencePath} (${unkept.why}), so it is above: copy it, and show it to the owners and to whoever runs the service. It is tried again with the next latchkey history.`
    : `The evidence is in ${error.evidencePath}. Show it to the owners and to whoever runs the service, and do not remove it before.`;
  throw new CliFailure(
    EXIT.fault,
    `ALARM: the history cannot be trusted. ${error.sentence} ${evidence}`,
    'logAlarm',
  );
}
