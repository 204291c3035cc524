import { spokenOf } from '../../contract/spoken-of.ts';
import type { Command } from 'commander';
import { say } from '../../client/say.ts';
import { LIMITS } from '../../contract/limits.ts';
import type { DeviceView } from '../../contract/api-types.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { checkLength } from '../check-length.ts';
import { CliFailure, wrongUsage } from '../cli-failure.ts';
import { EXIT } from '../exit-status.ts';
import { findDevice, listDevices } from '../find-device.ts';
import { localTime } from '../local-time.ts';
import { asMember } from '../member-session.ts';
import { printJson } from '../print-json.ts';
import { shortId } from '../short-id.ts';
import { table } from '../table.ts';
import type { Terminal } from '../terminal.ts';

interface Options {
  readonly person?: string;
  readonly json?: boolean;
}

interface RemoveOptions extends Options {
  readonly reason: string;
  readonly yes?: boolean;
}

const PERSON = ['--person <id>', 'of somebody else, as an owner'] as const;
const ID = ['<id>', 'of the device, or its beginning'] as const;

/** `devices`: what one is signed in with; `rename` and `remove` change it. */
export function addDevices(program: Command, terminal: Terminal): void {
  const devices = program
    .command('devices')
    .description('the devices that you are signed in with')
    .option(...PERSON)
    .option('--json', 'as one JSON document')
    .action((options: Options) => list(terminal, options));
  devices
    .command('rename')
    .description('give a device another name')
    .argument(...ID)
    .argument('<name>', 'what it is called from now on')
    .option(...PERSON)
    .action((id: string, name: string, _own: Options, command: Command) =>
      rename(terminal, { id, name, ...command.optsWithGlobals<Options>() }),
    );
  devices
    .command('remove')
    .description('sign a device out for ever, at once: one that is lost, or that you do not use any more')
    .argument(...ID)
    .option('--reason <text>', 'why: whose device it is reads it', '')
    .option('--yes', 'without being asked, where no owner could sign in afterwards')
    .option(...PERSON)
    .option('--json', 'print what happens as one JSON document')
    .action((id: string, _own: RemoveOptions, command: Command) =>
      remove(terminal, { id, ...command.optsWithGlobals<RemoveOptions>() }),
    );
}

async function list(terminal: Terminal, { person, json }: Options): Promise<void> {
  const { devices, newer } = await asMember(terminal, ({ api }) => listDevices(api, person));
  if (newer > 0) terminal.note('Some devices are of a newer Latchkey. Update Latchkey to see them.\n');
  if (json)
    return printJson(
      terminal,
      devices.map((each) => ({ ...each, joinedAt: new Date(each.joinedAt).toISOString() })),
    );
  if (devices.length === 0) return terminal.note(`${person ?? 'You'}: no device is signed in.\n`);
  terminal.out(table(['id', 'name', 'joined', 'about'], devices.map(rowOf)));
}

const rowOf = (device: DeviceView): string[] => [
  shortId(device.deviceId),
  device.name,
  localTime(device.joinedAt),
  aboutText(device),
];

const aboutText = ({ isThis, isRunner, grants, isLastOfOwners }: DeviceView): string =>
  [
    ...(isThis ? ['this one'] : []),
    ...(isRunner ? ['a runner'] : []),
    ...(grants > 0 ? [`access that it set up: ${grants}`] : []),
    ...(isLastOfOwners ? ['the only one of all owners'] : []),
  ].join(', ');

async function rename(
  terminal: Terminal,
  { id, name, person }: Options & { readonly id: string; readonly name: string },
): Promise<void> {
  checkLength('name', name, LIMITS.nameLength);
  if (name.trim() === '') throw wrongUsage('Say what the device is called from now on.');
  const device = await asMember(terminal, async ({ api }) => {
    const found = await findDevice(api, id, person);
    await api.devices.rename.mutate({ device: found.deviceId, name });
    return found;
  });
  terminal.note(`${visibleText(device.name)} is called ${visibleText(name)} now.\n`);
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

const LAST =
  'No owner has another device: without this one nobody could publish, invite or sign in as an owner, until somebody comes back with the recovery key: latchkey recover';

/** Asks once more; without somebody to ask, says how to say it in the command. */
async function confirm({ keyboard, stop }: Terminal): Promise<void> {
  if (!keyboard) throw wrongUsage(`${LAST}. Nothing was done. If that is meant, add --yes.`);
  const answer = await keyboard.line(`${LAST}. To remove it all the same, write yes: `, stop);
  keyboard.close();
  if (answer?.trim().toLowerCase() !== 'yes')
    throw new CliFailure(EXIT.usage, 'Nothing was done: the device is signed in as before.', 'notConfirmed');
}
