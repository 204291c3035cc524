import type { Command } from 'commander';
import type { Terminal } from './terminal.ts';

type Add = (program: Command, terminal: Terminal) => void;

/**
 * Every command by the names that it adds, in the order of the help. What a command needs is loaded when it is named, and all
 * of them only for the help: starting is most of what a short command takes.
 */
export const COMMANDS: readonly { readonly names: readonly string[]; readonly load: () => Promise<Add> }[] = [
  { names: ['init'], load: async () => (await import('./commands/init.ts')).addInit },
  { names: ['service'], load: async () => (await import('./commands/service.ts')).addService },
  { names: ['backup', 'restore'], load: async () => (await import('./commands/backup.ts')).addBackup },
  { names: ['fsck'], load: async () => (await import('./commands/fsck.ts')).addFsck },
  { names: ['publish'], load: async () => (await import('./commands/publish.ts')).addPublish },
  { names: ['invite'], load: async () => (await import('./commands/invite.ts')).addInvite },
  { names: ['devices'], load: async () => (await import('./commands/devices.ts')).addDevices },
  { names: ['confirm'], load: async () => (await import('./commands/confirm.ts')).addConfirm },
  { names: ['join'], load: async () => (await import('./commands/join.ts')).addJoin },
  {
    names: ['recover', 'recovery-key'],
    load: async () => (await import('./commands/recover.ts')).addRecover,
  },
  {
    names: ['rotate-log-key'],
    load: async () => (await import('./commands/rotate-log-key.ts')).addRotateLogKey,
  },
  { names: ['runners'], load: async () => (await import('./commands/runners.ts')).addRunners },
  { names: ['whoami'], load: async () => (await import('./commands/whoami.ts')).addWhoami },
  { names: ['passphrase'], load: async () => (await import('./commands/passphrase.ts')).addPassphrase },
  { names: ['catalog'], load: async () => (await import('./commands/catalog.ts')).addCatalog },
  { names: ['requests', 'inbox'], load: async () => (await import('./commands/requests.ts')).addRequests },
  { names: ['grants'], load: async () => (await import('./commands/grants.ts')).addGrants },
  { names: ['request'], load: async () => (await import('./commands/request.ts')).addRequest },
  { names: ['approve', 'deny'], load: async () => (await import('./commands/review.ts')).addReview },
  { names: ['credential'], load: async () => (await import('./commands/credential.ts')).addCredential },
  { names: ['withdraw'], load: async () => (await import('./commands/withdraw.ts')).addWithdraw },
  { names: ['comment'], load: async () => (await import('./commands/comment.ts')).addComment },
  { names: ['end', 'extend'], load: async () => (await import('./commands/end.ts')).addEnd },
  { names: ['history'], load: async () => (await import('./commands/history.ts')).addHistory },
  { names: ['runner'], load: async () => (await import('./commands/runner.ts')).addRunner },
  { names: ['pools'], load: async () => (await import('./commands/pools.ts')).addPools },
  { names: ['watch'], load: async () => (await import('./commands/watch.ts')).addWatch },
  { names: ['provider'], load: async () => (await import('./commands/provider-test.ts')).addProvider },
];

const VERSION = ['--version', '-V'];

/** Adds the command that a line names; all of them where it names none, which is for the help to tell. */
export async function addCommands(
  program: Command,
  terminal: Terminal,
  line: readonly string[],
): Promise<void> {
  if (line.length === 1 && VERSION.includes(line[0] ?? '')) return;
  const name = line.find((word) => !word.startsWith('-'));
  const named = COMMANDS.find(({ names }) => name !== undefined && names.includes(name));
  for (const { load } of named ? [named] : COMMANDS) (await load())(program, terminal);
}
