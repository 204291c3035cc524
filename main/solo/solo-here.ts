import { tmpdir, userInfo } from 'node:os';
import type { Clock } from '../../shared/ports/clock.ts';
import { APP_PARTS } from '../app-parts.ts';
import { forkService } from './fork-service.ts';
import { soloStarter } from './solo-starter.ts';

/** Starts services of the app on this computer, for one home on it. */
export function soloHere({
  home,
  clock,
  logger,
}: {
  readonly home: string;
  readonly clock: Clock;
  readonly logger: Parameters<typeof forkService>[0]['logger'];
}): ReturnType<typeof soloStarter> {
  const ground = {
    home,
    platform: process.platform,
    user: String(process.getuid?.() ?? userInfo().username),
    runtimeDir: process.env['XDG_RUNTIME_DIR'],
    temporaryDir: tmpdir(),
  };
  const fork = (args: readonly string[]) => forkService({ entry: APP_PARTS.service, args, logger });
  return soloStarter({ ground, clock, logger, fork });
}
