import type { Command } from 'commander';
import { say } from '../../client/say.ts';
import { spokenOf } from '../../contract/spoken-of.ts';
import { LIMITS } from '../../contract/limits.ts';
import type { DeviceView } from '../../contract/api-types.ts';
import { invitedFrom } from '../../domain/device/invited-from.ts';
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
  readonly withInvited?: boolean;
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
    .option('--with-invited', words.withInvited)
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
      devices.map((each) => rowOf(words, each, devices)),
    ),
  );
}

const rowOf = (words: Words, device: DeviceView, devices: readonly DeviceView[]): string[] => [
  shortId(device.deviceId),
  device.name,
  words.formats.moment(device.joinedAt),
  aboutText(words, device, devices),
];

const aboutText = (
  { cli: { devices: words } }: Words,
  { person, isThis, isRunner, grants, isLastOfOwners, invitedOn, recovered }: DeviceView,
  devices: readonly DeviceView[],
): string =>
  [
    ...(invitedOn ? [inviterText(words, invitedOn, { whose: person, devices })] : []),
    ...(recovered ? [words.byRecoveryKey] : []),
    ...(isThis ? [words.thisOne] : []),
    ...(isRunner ? [words.aRunner] : []),
    ...(grants > 0 ? [words.holds({ count: grants })] : []),
    ...(isLastOfOwners ? [words.lastOfOwners] : []),
  ].join(', ');

function inviterText(
  words: Words['cli']['devices'],
  { deviceId, person }: NonNullable<DeviceView['invitedOn']>,
  { whose, devices }: { readonly whose: string; readonly devices: readonly DeviceView[] },
): string {
  if (person !== whose) return words.invitedBy({ person });
  const name = devices.find((each) => each.deviceId === deviceId)?.name;
  const id = shortId(deviceId);
  return name === undefined ? words.invitedFromGone({ id }) : words.invitedFrom({ name, id });
}

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
  if (invited.length > 0) terminal.note(`${visibleText(leftText(terminal.words, invited))}\n`);
}

type Removed = Parameters<typeof spokenOf>[0];

const leftText = (
  { cli: { devices: words } }: Words,
  invited: readonly Pick<DeviceView, 'deviceId' | 'name'>[],
): string =>
  words.stillIn({ which: invited.map(({ deviceId, name }) => `${name} (${shortId(deviceId)})`).join(', ') });

/** Asks once more; without somebody to ask, says how to say it in the command. */
async function confirm({ keyboard, stop, words }: Terminal): Promise<void> {
  if (!keyboard) throw wrongUsage(({ cli }) => cli.devices.notDone);
  const answer = await keyboard.line(words.cli.devices.ask, stop);
  keyboard.close();
  if (!saysYes(words, answer))
    throw new CliFailure(EXIT.usage, ({ cli }) => cli.devices.asBefore, 'notConfirmed');
}
