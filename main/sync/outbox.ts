import type { RequestState } from '../../shared/domain/request.ts';
import type { Refusal, RefusalCode } from '../../shared/domain/refusal.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import type { CallOutcome } from './call-service.ts';
import type { OutboxCommand } from './outbox-command.ts';

/** `state` is null when the command waits. */
export type Sent = Result<{ readonly queued: boolean; readonly state: RequestState | null }, Refusal>;

/**
 * What people do, whether or not the service is there.
 *
 * 1. A command is answered at once, or it is on the disk before `give` resolves, and waits in order.
 * 2. Each keeps its key: sent twice, it is done once.
 * 3. What was refused later stays, with the sentence, until it is dismissed. What waits can be taken back.
 * 4. While sending is barred nothing is sent, and nothing more begins to wait: a person is told why instead.
 */
export interface Outbox {
  give(command: OutboxCommand): Promise<Sent>;
  /** Sends what waits, in order, until something cannot be sent. */
  flush(): Promise<void>;
  /** Puts away what was refused, and takes back what waits. What is being sent may have been done already: it stays. */
  dismiss(key: string): Promise<void>;
}

/** Refusals that are none: the same command is welcome later. */
const WANTS_TIME: ReadonlySet<RefusalCode> = new Set<RefusalCode>([
  'tooManyTries',
  // Whoever takes the service's port can say so. What its service has to say of this device is proven elsewhere (session.ts).
  'notSignedIn',
]);

export function createOutbox(parts: {
  readonly list: () => readonly OutboxCommand[];
  /** Replaces the list; resolves when it is on the disk. */
  readonly save: (commands: readonly OutboxCommand[]) => Promise<void>;
  readonly send: (command: OutboxCommand) => Promise<CallOutcome<RequestState>>;
  readonly onState: (state: RequestState) => void;
  /** Why nothing may be sent now. */
  readonly barred: () => Refusal | null;
}): Outbox {
  const { list, save, send, onState, barred } = parts;
  let flushing: Promise<void> | null = null;
  const change = (key: string, edit: Partial<Pick<OutboxCommand, 'state' | 'message'>>): Promise<void> =>
    save(list().map((each) => (each.key === key ? { ...each, ...edit } : each)));
  const remove = (key: string): Promise<void> => save(list().filter((each) => each.key !== key));

  const sendWaiting = async (): Promise<void> => {
    for (;;) {
      const next = list().find(({ state }) => state !== 'refused');
      if (!next || barred()) return;
      await change(next.key, { state: 'sending' });
      const outcome = await send(next);
      if (outcome.kind === 'answered') {
        onState(outcome.value);
        await remove(next.key);
      } else if (outcome.kind === 'refused' && !WANTS_TIME.has(outcome.refusal.code)) {
        await change(next.key, { state: 'refused', message: outcome.refusal.message });
      } else {
        return change(next.key, { state: 'waiting', message: null });
      }
    }
  };

  const outbox: Outbox = {
    async give(command) {
      const before = barred();
      if (before) return err(before);
      const isFirst = !list().some(({ state }) => state !== 'refused');
      // Nothing waits before it: the shortest way, without the disk.
      const outcome = isFirst ? await send(command) : null;
      if (outcome?.kind === 'answered') {
        onState(outcome.value);
        return ok({ queued: false, state: outcome.value });
      }
      if (outcome?.kind === 'refused' && !WANTS_TIME.has(outcome.refusal.code)) return err(outcome.refusal);
      // Meanwhile it may have turned out that this is not to be sent at all.
      const after = barred();
      if (after) return err(after);
      await save([...list(), { ...command, state: 'waiting' }]);
      void outbox.flush();
      return ok({ queued: true, state: null });
    },
    flush() {
      flushing ??= sendWaiting().finally(() => (flushing = null));
      return flushing;
    },
    dismiss: (key) => save(list().filter((each) => each.key !== key || each.state === 'sending')),
  };
  return outbox;
}
