import type { Command } from 'commander';
import type { WrittenServiceOptions } from '../../service/service-options.ts';
import { CliFailure } from '../cli-failure.ts';
import { EXIT } from '../exit-status.ts';
import type { Terminal } from '../terminal.ts';

export function addService(program: Command, { words }: Pick<Terminal, 'words'>): void {
  program
    .command('service')
    .description(
      'run the service. First line on stdout: {"listening":URL,"join":[URL],"ownerInvite":CODE}; no "join" on loopback',
    )
    .option('--data <dir>', 'where everything is kept (a folder in LATCHKEY_HOME)')
    .option(
      '--database <url>',
      'a PostgreSQL that services share: postgres://USER@HOST/NAME. Its password is not part of it',
    )
    .option('--database-password-file <file>', 'where the password is, for you alone; otherwise PGPASSFILE')
    .option(
      '--listen <place>',
      'where to listen: HOST:PORT, of which port 0 takes any (127.0.0.1:4460), or unix:/PATH, for your user alone',
    )
    .option(
      '--former-listen <host:port>',
      'with unix:/PATH: where on loopback it was joined before, while there are devices that may know nothing else',
    )
    .option('--org <dir>', "publish the organisation's files of this folder at the start, when they changed")
    .option('--name <text>', 'name of the organisation, which the first start wants to know')
    .option('--owner <id>', 'who the first invite is for while nothing is published')
    .option('--pools <names>', "pools that the service's own runner serves, or none (default)")
    .option('--tls-cert <file>', 'certificate chain, PEM')
    .option('--tls-key <file>', 'its private key, PEM')
    .option('--behind-proxy', 'a proxy in front of the service speaks TLS')
    .option(
      '--public-host <names>',
      'names by which clients ask for it, when it has others than its certificate',
    )
    .option(
      '--advertise <url>',
      'an address where clients find this service or another on the same database; give it once for each of them',
      (url: string, before: readonly string[] = []) => [...before, url],
    )
    .option('--accept-clock', 'the clock is right now, although the service has seen a later time')
    .action(async (options: WrittenServiceOptions) => {
      // Loaded only here: no other command needs a database.
      const { serviceProcess } = await import('../../service/service-process.ts');
      const status = await serviceProcess(options, words);
      if (status !== EXIT.done) throw new CliFailure(status === EXIT.usage ? EXIT.usage : EXIT.fault, '');
    });
}
