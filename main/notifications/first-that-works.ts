import type { Logger } from '../../shared/ports/logger.ts';
import type { Notifier } from '../../shared/ports/notifier.ts';

/** Shows with the first of `notifiers` that takes it. What failed once is asked again next time: a server may come later. */
export function firstThatWorks(notifiers: readonly Notifier[], logger: Logger): Notifier {
  return {
    async show(notification) {
      let last: unknown = new Error('there is no notifier');
      for (const notifier of notifiers) {
        try {
          return await notifier.show(notification);
        } catch (fault) {
          last = fault;
          logger.warn({ error: String(fault) }, 'a notifier did not take a notification');
        }
      }
      throw last;
    },
    async withdraw(id) {
      await Promise.all(notifiers.map((each) => each.withdraw(id)));
    },
    async stop() {
      await Promise.all(notifiers.map((each) => each.stop()));
    },
  };
}
