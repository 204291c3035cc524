import type { Command } from 'commander';
import { say } from '../../client/say.ts';
import { spokenOf } from '../../contract/spoken-of.ts';
import { LIMITS } from '../../contract/limits.ts';
import type { DeviceView } from '../../contract/api-types.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { checkLength } from '../check-length.ts';
import { CliFailure, wrongUsage } from '../cli-failure.ts';
import { EXIT } from '../exit-status.ts';
import { findDevice, listDevices } from '../find-device.ts';
import { asMember } from '../member-session.ts';
import { printJson } from '../print-json.ts';
import { saysYes } from '../says-yes.ts';
import { shortId } from '../short-id.ts';
import { table } from '../table.ts';
import type { Terminal } from '../terminal.ts';
import type { Words } from '../../words/words.ts';

interface Options {
  readonly person?: string;
  readonly json?: boolean;
}

interface RemoveOptions extends Options {
  readonly reason: string;
  readonly yes?: boolean;
}

/** `devices`: what one is signed in with; `rename` and `remove` change it. */
export function addDevices(program: Command, terminal: Terminal): void {
  const { devices: words, common } = terminal.words.cli;
  const person = ['--person <id>', words.person] as const;
  const ofDevice = ['<id>', words.id] as const;
  const devices = program
    .command('devices')
    .description(words.what)
    .option(...person)
    .option('--json', common.json)
    .action((options: Options) => list(terminal, options));
  devices
    .command('rename')
    .description(words.rename)
    .argument(...ofDevice)
    .argument('<name>', words.name)
    .option(...person)
    .action((id: string, name: string, _own: Options, command: Command) =>
      rename(terminal, { id, name, ...command.optsWithGlobals<Options>() }),
    );
  devices
    .command('remove')
    .description(words.remove)
    .argument(...ofDevice)
    .option('--reason <text>', words.reason, '')
    .option('--yes', words.yes)
    .option(...person)
    .option('--json', words.json)
    .action((id: string, _own: RemoveOptions, command: Command) =>
      remove(terminal, { id, ...command.optsWithGlobals<RemoveOptions>() }),
    );
}

async function list(terminal: Terminal, { person, json }: Options): Promise<void> {
  const { words } = terminal;
  const { devices: own, newer: ofNewer, about } = words.cli;
  const { devices, newer } = await asMember(terminal, ({ api }) => listDevices(api, person));
  if (newer > 0) terminal.note(`${ofNewer.devices}\n`);
  if (json)
    return printJson(
      terminal,
      devices.map((each) => ({ ...each, joinedAt: new Date(each.joinedAt).toISOString() })),
    );
  if (devices.length === 0)
    return terminal.note(`${person === undefined ? own.youHaveNone : own.hasNone({ person })}\n`);
  const head = [about.id, own.headName, own.headJoined, own.headAbout];
  terminal.out(
    table(
      head,
      devices.map((each) => rowOf(words, each)),
    ),
  );
}

const rowOf = (words: Words, device: DeviceView): string[] => [
  shortId(device.deviceId),
  device.name,
  words.formats.moment(device.joinedAt),
  aboutText(words, device),
];

const aboutText = (
  { cli: { devices: words } }: Words,
  { isThis, isRunner, grants, isLastOfOwners }: DeviceView,
): string =>
  [
    ...(isThis ? [words.thisOne] : []),
    ...(isRunner ? [words.aRunner] : []),
    ...(grants > 0 ? [words.holds({ count: grants })] : []),
    ...(isLastOfOwners ? [words.lastOfOwners] : []),
  ].join(', ');

async function rename(
  terminal: Terminal,
  { id, name, person }: Options & { readonly id: string; readonly name: string },
): Promise<void> {
  checkLength('name', name, LIMITS.nameLength);
  if (name.trim() === '') throw wrongUsage(({ cli }) => cli.devices.noName);
  const device = await asMember(terminal, async ({ api }) => {
    const found = await findDevice(api, id, person);
    await api.devices.rename.mutate({ device: found.deviceId, name });
    return found;
  });
  const names = { before: visibleText(device.name), name: visibleText(name) };
  terminal.note(`${terminal.words.cli.devices.renamed(names)}\n`);
}

async function remove(
  terminal: Terminal,
  { id, reason, yes = false, person, json }: RemoveOptions & { readonly id: string },
): Promise<void> {
  checkLength('reason', reason, LIMITS.commentLength);
  const outcome = await asMember(terminal, async ({ api }) => {
    const { deviceId: device, isLastOfOwners } = await findDevice(api, id, person);
    if (isLastOfOwners && !yes) await confirm(terminal);
    return api.devices.remove.mutate({
      ...{ device, reason: say(reason) },
      ...(isLastOfOwners && { evenLast: true as const }),
    });
  });
  if (json) printJson(terminal, { sentence: outcome.sentence });
  else terminal.note(`${visibleText(terminal.words.spoken(spokenOf(outcome)))}\n`);
}

/** Asks once more; without somebody to ask, says how to say it in the command. */
async function confirm({ keyboard, stop, words }: Terminal): Promise<void> {
  if (!keyboard) throw wrongUsage(({ cli }) => cli.devices.notDone);
  const answer = await keyboard.line(words.cli.devices.ask, stop);
  keyboard.close();
  if (!saysYes(words, answer))
    throw new CliFailure(EXIT.usage, ({ cli }) => cli.devices.asBefore, 'notConfirmed');
}
