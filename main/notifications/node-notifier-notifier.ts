import type { Clock } from '../../shared/ports/clock.ts';
import type { Notifier } from '../../shared/ports/notifier.ts';
import type { Words } from '../../shared/words/words.ts';
import { nodeNotify } from '../../shared/system/node-notify.ts';
import { forkNotify } from './fork-notify.ts';

/**
 * The last resort: a notice without buttons, which cannot be withdrawn, and of which it shows only how many there are. The
 * tray and the window say what.
 */
export function createNodeNotifierNotifier(clock: Pick<Clock, 'sleep'>, words: () => Words): Notifier {
  const shown = new Set<string>();
  return {
    async show({ id, onAction, onClosed }) {
      shown.add(id);
      const became = await nodeNotify(
        forkNotify,
        { kind: 'news', count: shown.size, language: words().language },
        clock,
      ).catch((fault) => {
        shown.delete(id);
        throw fault;
      });
      if (became === 'activate') onAction('default');
      else onClosed();
    },
    withdraw: async (id) => void shown.delete(id),
    stop: async () => undefined,
  };
}
