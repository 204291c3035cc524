import { spokenOf } from '../../contract/spoken-of.ts';
import type { Command } from 'commander';
import { say } from '../../client/say.ts';
import { LIMITS } from '../../contract/limits.ts';
import type { DeviceView } from '../../contract/api-types.ts';
import { invitedFrom } from '../../domain/device/invited-from.ts';
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
  readonly withInvited?: boolean;
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
    .option('--with-invited', 'and those that were invited from it: whoever stole it may have made them')
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
  terminal.out(table(['id', 'name', 'joined', 'about'], devices.map(rowAmong(devices))));
}

const rowAmong =
  (devices: readonly DeviceView[]) =>
  (device: DeviceView): string[] => [
    shortId(device.deviceId),
    device.name,
    localTime(device.joinedAt),
    aboutText(device, devices),
  ];

const aboutText = (
  { person, isThis, isRunner, grants, isLastOfOwners, invitedOn }: DeviceView,
  devices: readonly DeviceView[],
): string =>
  [
    ...(invitedOn ? [inviterText(invitedOn, person, devices)] : []),
    ...(isThis ? ['this one'] : []),
    ...(isRunner ? ['a runner'] : []),
    ...(grants > 0 ? [`access that it set up: ${grants}`] : []),
    ...(isLastOfOwners ? ['the only one of all owners'] : []),
  ].join(', ');

function inviterText(
  { deviceId, person }: NonNullable<DeviceView['invitedOn']>,
  whose: string,
  devices: readonly DeviceView[],
): string {
  if (person !== whose) return `invited by ${person}`;
  const name = devices.find((each) => each.deviceId === deviceId)?.name;
  return name === undefined
    ? `invited from ${shortId(deviceId)}, which was removed`
    : `invited from ${name} (${shortId(deviceId)})`;
}

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
  { id, reason, yes = false, withInvited = false, person, json }: RemoveOptions & { readonly id: string },
): Promise<void> {
  checkLength('reason', reason, LIMITS.commentLength);
  const { outcomes, left } = await asMember(terminal, async ({ api }) => {
    const found = await findDevice(api, id, person);
    if (found.isLastOfOwners && !yes) await confirm(terminal);
    const invited = invitedFrom((await listDevices(api, person)).devices, found.deviceId);
    // Who runs this is asked for nothing more once their own device is gone.
    const others = withInvited ? invited.filter(({ isThis }) => !isThis) : [];
    const all = found.isThis ? [...others, found] : [found, ...others];
    const outcomes: Removed[] = [];
    for (const { deviceId: device } of all) {
      const evenLast = device === found.deviceId && found.isLastOfOwners;
      const said = { device, reason: say(reason), ...(evenLast && { evenLast: true as const }) };
      outcomes.push(await api.devices.remove.mutate(said));
    }
    return { outcomes, left: invited.filter((each) => !others.includes(each)) };
  });
  const invited = left.map(({ deviceId, name }) => ({ deviceId, name }));
  if (json)
    return printJson(terminal, { sentence: outcomes.map(({ sentence }) => sentence).join(' '), invited });
  for (const outcome of outcomes) terminal.note(`${visibleText(terminal.words.spoken(spokenOf(outcome)))}\n`);
  if (invited.length > 0) terminal.note(`${visibleText(leftText(invited))}\n`);
}

type Removed = Parameters<typeof spokenOf>[0];

const leftText = (invited: readonly Pick<DeviceView, 'deviceId' | 'name'>[]): string =>
  `Still signed in, and invited from it: ${invited.map(({ deviceId, name }) => `${name} (${shortId(deviceId)})`).join(', ')}. Remove what you do not know: latchkey devices remove ID. With --with-invited they go at once.`;

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
