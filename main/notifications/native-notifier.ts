import type { Clock } from '../../shared/ports/clock.ts';
import type { Logger } from '../../shared/ports/logger.ts';
import type { Notifier } from '../../shared/ports/notifier.ts';
import type { Words } from '../../shared/words/words.ts';
import { createDbusNotifier } from './dbus-notifier.ts';
import { createElectronNotifier } from './electron-notifier.ts';
import { firstThatWorks } from './first-that-works.ts';
import { createNodeNotifierNotifier } from './node-notifier-notifier.ts';

/** The best that a platform has. On Linux only the bus itself has buttons, and can take a notice back. */
export function nativeNotifier(
  platform: NodeJS.Platform,
  {
    clock,
    logger,
    words,
  }: {
    readonly clock: Pick<Clock, 'sleep'>;
    readonly logger: Logger;
    readonly words: () => Words;
  },
): Notifier {
  const best = platform === 'linux' ? createDbusNotifier(clock) : createElectronNotifier();
  return firstThatWorks([best, createNodeNotifierNotifier(clock, words)], logger);
}
