import type { Api } from '../../contract/api.ts';
import { RefusalError } from '../../contract/refusal-error.ts';
import { refuse } from '../../domain/refusal.ts';

/** A desktop follows its changes; a runner follows its pools, of which there are at most a hundred. */
const MOST_SUBSCRIPTIONS = 128;

const TOO_MANY = refuse(
  'tooManyTries',
  `One connection follows at most ${MOST_SUBSCRIPTIONS} things at once. End some, or open another connection.`,
);

/** The same calls for one connection, which holds a bounded number of subscriptions. One ends when its signal aborts. */
export function limitSubscriptions(api: Api): Api {
  let open = 0;
  const admit = (signal: AbortSignal): void => {
    if (signal.aborted) return;
    if (open >= MOST_SUBSCRIPTIONS) throw new RefusalError(TOO_MANY);
    open += 1;
    signal.addEventListener('abort', () => (open -= 1), { once: true });
  };
  return {
    ...api,
    changes(caller, input, signal) {
      admit(signal);
      return api.changes(caller, input, signal);
    },
    runner: {
      ...api.runner,
      work(caller, input, signal) {
        admit(signal);
        return api.runner.work(caller, input, signal);
      },
    },
  };
}
