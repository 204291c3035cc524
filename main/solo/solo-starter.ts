import { tmpdir, userInfo } from 'node:os';
import type { Clock } from '../../shared/ports/clock.ts';
import { forkSolo } from './fork-solo.ts';
import { formerPort, portIn } from './former-port.ts';
import { soloPlaces } from './solo-places.ts';
import { createSoloService, type Listening, type SoloService } from './solo-service.ts';

/** Starts services of this computer, each again at the address where it was last. */
export function soloStarter({
  home,
  clock,
  logger,
}: {
  readonly home: string;
  readonly clock: Clock;
  readonly logger: Parameters<typeof forkSolo>[2];
}) {
  return (
    which: { readonly name: string } | { readonly url: string },
    on: { onListening: (listening: Listening) => void; onDown: (message: string) => void },
  ): SoloService => {
    const last = 'url' in which ? which.url : '';
    const places = lastFirst(soloPlaces(groundOf(home)), last);
    const former = formerPort(home);
    const report = (fault: unknown): void =>
      logger.warn({ error: String(fault) }, 'the port of before is not known');
    let port: number | null = null;
    const service = createSoloService({
      fork: (turn) =>
        forkSolo(
          home,
          { ...which, place: { address: places[turn % places.length] ?? '', formerPort: port } },
          logger,
        ),
      clock,
      logger,
      onDown: on.onDown,
      onListening(listening) {
        // Nobody else is left who may know that port: it is free for others, for ever.
        if (port !== null && listening.former === undefined) {
          port = null;
          former.forget().catch(report);
        }
        on.onListening(listening);
      },
    });
    return {
      async run() {
        port = await former.settle(last).catch((fault: unknown) => (report(fault), portIn(last)));
        await service.run();
      },
      stop: () => service.stop(),
    };
  };
}

const groundOf = (home: string): Parameters<typeof soloPlaces>[0] => ({
  home,
  platform: process.platform,
  user: String(process.getuid?.() ?? userInfo().username),
  runtimeDir: process.env['XDG_RUNTIME_DIR'],
  temporaryDir: tmpdir(),
});

/** Others on this computer remember where it was. */
const lastFirst = (places: readonly string[], last: string): readonly string[] =>
  places.includes(last) ? [last, ...places.filter((place) => place !== last)] : places;
