import type { Clock } from '../../shared/ports/clock.ts';
import type { Logger } from '../../shared/ports/logger.ts';
import { formerPort, portIn } from './former-port.ts';
import { soloArguments } from './solo-arguments.ts';
import { soloPlaces, type SoloGround } from './solo-places.ts';
import { createSoloService, type Listening, type ServiceProcess, type SoloService } from './solo-service.ts';
import type { Told } from '../../shared/words/told.ts';

/**
 * Starts services of this computer, each on a socket, and again where it was last. Who joined at a port of before is still served
 * there, for as long as the service has a device of somebody else.
 */
export function soloStarter(parts: {
  readonly ground: SoloGround;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Starts a service with these arguments. */
  readonly fork: (args: readonly string[]) => ServiceProcess;
}) {
  const { ground, clock, logger } = parts;
  const { home } = ground;
  const former = formerPort(home);
  const report = (fault: unknown): void =>
    logger.warn({ error: String(fault) }, 'the port of before could not be read or kept');
  return (
    which: { readonly name: string } | { readonly url: string },
    on: { onListening: (listening: Listening) => void; onDown: (message: Told) => void },
  ): SoloService => {
    const [last, name] = 'url' in which ? [which.url, undefined] : ['', which.name];
    const places = lastFirst(soloPlaces(ground), last);
    let port: number | null = null;
    const service = createSoloService({
      fork(turn) {
        const place = { address: places[turn % places.length] ?? '', formerPort: port };
        return parts.fork(soloArguments(home, place, name));
      },
      clock,
      logger,
      onDown: on.onDown,
      onListening(listening) {
        // Nobody else is left who may know that port: it is given up, for ever.
        if (port !== null && listening.former === undefined) {
          port = null;
          former.forget().catch(report);
        }
        on.onListening(listening);
      },
    });
    return {
      async run() {
        port = await former.settle(last).catch((fault: unknown) => {
          report(fault);
          return portIn(last);
        });
        await service.run();
      },
      stop: () => service.stop(),
    };
  };
}

/** Others on this computer remember where it was. */
const lastFirst = (places: readonly string[], last: string): readonly string[] =>
  places.includes(last) ? [last, ...places.filter((place) => place !== last)] : places;
