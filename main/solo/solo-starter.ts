import type { Clock } from '../../shared/ports/clock.ts';
import { forkSolo } from './fork-solo.ts';
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
    let last = 'url' in which ? which.url : null;
    return createSoloService({
      fork: (port) => forkSolo(home, { ...which, url: port === 'same' ? last : null }, logger),
      clock,
      logger,
      onDown: on.onDown,
      onListening(listening) {
        last = listening.listening;
        on.onListening(listening);
      },
    });
  };
}
