import type { Command } from 'commander';
import type { WrittenServiceOptions } from '../../service/service-options.ts';
import { CliFailure } from '../cli-failure.ts';
import { EXIT } from '../exit-status.ts';
import type { Terminal } from '../terminal.ts';

export function addService(program: Command, terminal: Terminal): void {
  const words = terminal.words.cli.service;
  program
    .command('service')
    .description(words.what)
    .option('--data <dir>', words.data)
    .option('--database <url>', words.database)
    .option('--database-password-file <file>', words.passwordFile)
    .option('--listen <place>', words.listen)
    .option('--former-listen <host:port>', words.formerListen)
    .option('--org <dir>', words.org)
    .option('--name <text>', words.name)
    .option('--owner <id>', words.owner)
    .option('--pools <names>', words.pools)
    .option('--tls-cert <file>', words.tlsCert)
    .option('--tls-key <file>', words.tlsKey)
    .option('--behind-proxy', words.behindProxy)
    .option('--public-host <names>', words.publicHost)
    .option('--advertise <url>', words.advertise, (url: string, before: readonly string[] = []) => [
      ...before,
      url,
    ])
    .option('--accept-clock', words.acceptClock)
    .action(async (options: WrittenServiceOptions) => {
      // Loaded only here: no other command needs a database.
      const { serviceProcess } = await import('../../service/service-process.ts');
      const status = await serviceProcess(options);
      if (status !== EXIT.done) throw new CliFailure(status === EXIT.usage ? EXIT.usage : EXIT.fault, '');
    });
}
