import type { RequestState } from '../../shared/domain/request.ts';
import type { Refusal, RefusalCode } from '../../shared/domain/refusal.ts';
import { durationMs } from '../../shared/domain/time.ts';
import { coalesce } from '../../shared/lib/coalesce.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import { untilAborted } from '../../shared/system/until-aborted.ts';
import type { CallOutcome } from './call-service.ts';
import type { OutboxCommand } from './outbox-command.ts';

/** `state` is null when the command waits, and when what came of it only a newer Latchkey knows. */
export type Sent = Result<{ readonly queued: boolean; readonly state: RequestState | null }, Refusal>;

/**
 * What people do, whether or not the service is there.
 *
 * 1. A command is answered at once, or it is on the disk before `give` resolves: after a second without an answer, at once
 *    while the service is slow, and when the app ends. What waits is sent in order.
 * 2. Each keeps its key: sent twice, it is done once. What is under way is not sent a second time beside it.
 * 3. What was refused later stays, with the sentence, until it is dismissed. What waits can be taken back, what is under way
 *    cannot: it may have been done already.
 * 4. What is barred is not sent, and does not begin to wait: a person is told why instead. What else waits is sent past it.
 */
export interface Outbox {
  give(command: OutboxCommand): Promise<Sent>;
  /** Sends what waits, in order, until something cannot be sent. Who calls while it sends gets another round after it. */
  flush(): Promise<void>;
  /** Puts away what was refused, and takes back what waits. */
  dismiss(key: string): Promise<void>;
  /** The app ends: what is not answered yet is put on the disk now. */
  stop(): Promise<void>;
}

/** For so long somebody who acts waits for the answer alone, without the disk. */
const SOON_MS = durationMs(1_000);
const AT_ONCE_MS = durationMs(0);

/** Refusals that are none: the same command is welcome later. */
const WANTS_TIME: ReadonlySet<RefusalCode> = new Set<RefusalCode>([
  'tooManyTries',
  // Whoever takes the service's port can say so. What its service has to say of this device is proven elsewhere (session.ts).
  'notSignedIn',
  // Sent again after an update.
  'clientTooOld',
]);

const waits = ({ state }: OutboxCommand): boolean => state !== 'refused';

export function createOutbox(parts: {
  readonly list: () => readonly OutboxCommand[];
  /** Replaces the list, at once; resolves when it is on the disk. */
  readonly save: (commands: readonly OutboxCommand[]) => Promise<void>;
  /** Never rejects. */
  readonly send: (command: OutboxCommand) => Promise<CallOutcome<RequestState | null>>;
  readonly onState: (state: RequestState) => void;
  /** Why this may not be sent now. */
  readonly barred: (command: OutboxCommand) => Refusal | null;
  /** Something that was asked before is not answered yet. */
  readonly isSlow: () => boolean;
  readonly clock: Pick<Clock, 'sleep'>;
}): Outbox {
  const { list, save, send, onState, barred, isSlow, clock } = parts;
  /** What is being sent, by key: whether it needs no more sending. */
  const underWay = new Map<string, Promise<boolean>>();
  const giving = new Set<Promise<Sent>>();
  const stopping = new AbortController();
  const change = (key: string, edit: Partial<Pick<OutboxCommand, 'state' | 'message'>>): Promise<void> =>
    save(list().map((each) => (each.key === key ? { ...each, ...edit } : each)));

  const settle = async (key: string, outcome: CallOutcome<RequestState | null>): Promise<boolean> => {
    underWay.delete(key);
    const refusal = refusalIn(outcome);
    if (outcome.kind === 'answered') {
      if (outcome.value) onState(outcome.value);
      await save(list().filter((each) => each.key !== key));
    } else {
      await change(
        key,
        refusal ? { state: 'refused', message: refusal.message } : { state: 'waiting', message: null },
      );
    }
    return outcome.kind === 'answered' || refusal !== null;
  };
  const track = (key: string, sending: Promise<CallOutcome<RequestState | null>>): Promise<boolean> => {
    const settled = sending.then((outcome) => settle(key, outcome));
    underWay.set(key, settled);
    return settled;
  };
  const sendNext = async (next: OutboxCommand): Promise<boolean> => {
    await change(next.key, { state: 'sending' });
    // Taken back meanwhile: it is not to be sent at all.
    return list().some(({ key }) => key === next.key) ? track(next.key, send(next)) : true;
  };
  const flush = coalesce(async () => {
    for (;;) {
      const next = list().find((each) => waits(each) && !barred(each));
      if (!next) return;
      if (!(await (underWay.get(next.key) ?? sendNext(next)))) return;
    }
  });
  /** The disk may be full: whoever writes to it tells that. */
  const flushSoon = (): void => void flush().catch(() => undefined);

  /** Null when it is not answered soon, or nobody waits for it any more. */
  const soon = async (
    call: Promise<CallOutcome<RequestState | null>>,
  ): Promise<CallOutcome<RequestState | null> | null> => {
    const answered = new AbortController();
    return untilAborted({ signals: [answered.signal, stopping.signal], limitMs: null }, (signal) =>
      Promise.race([call, clock.sleep(isSlow() ? AT_ONCE_MS : SOON_MS, signal).then(() => null)]),
    ).finally(() => answered.abort());
  };

  const give = async (command: OutboxCommand): Promise<Sent> => {
    const before = barred(command);
    if (before) return err(before);
    // Nothing waits before it: the shortest way, without the disk.
    const call = list().some((each) => waits(each) && !barred(each)) ? null : send(command);
    const outcome = call && (await soon(call));
    if (outcome?.kind === 'answered') {
      if (outcome.value) onState(outcome.value);
      return ok({ queued: false, state: outcome.value });
    }
    const refusal = outcome && refusalIn(outcome);
    if (refusal) return err(refusal);
    // Meanwhile it may have turned out that this is not to be sent at all.
    const after = barred(command);
    if (after) return err(after);
    const isUnderWay = call !== null && outcome === null;
    if (isUnderWay) track(command.key, call).then(flushSoon, () => undefined);
    await save([...list(), { ...command, state: isUnderWay ? 'sending' : 'waiting' }]);
    if (!isUnderWay) flushSoon();
    return ok({ queued: true, state: null });
  };

  return {
    give(command) {
      const given = give(command);
      giving.add(given);
      return given.finally(() => giving.delete(given));
    },
    flush,
    dismiss: (key) => save(list().filter((each) => each.key !== key || underWay.has(key))),
    async stop() {
      stopping.abort();
      await Promise.allSettled(giving);
    },
  };
}

function refusalIn(outcome: CallOutcome<RequestState | null>): Refusal | null {
  return outcome.kind === 'refused' && !WANTS_TIME.has(outcome.refusal.code) ? outcome.refusal : null;
}
