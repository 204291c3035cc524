import type { RequestState } from '../../shared/domain/request/request.ts';
import { refuse, type Refusal, type RefusalCode } from '../../shared/domain/refusal.ts';
import { durationMs, type DurationMs } from '../../shared/lib/time.ts';
import { coalesce } from '../../shared/lib/coalesce.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import { untilAborted } from '../../shared/system/until-aborted.ts';
import type { CallOutcome } from './call-service.ts';
import type { OutboxCommand } from '../store/outbox-command.ts';

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
 * 4. What is barred is not sent, not given up, and does not begin to wait: a person is told why instead. What else waits is
 *    sent past it.
 * 5. `give` rejects when the command cannot be put on the disk: it is not sent after that. One that is under way by then is
 *    answered if the service answers soon.
 * 6. At most `MOST_WAITING` wait: then a new one is refused in words, so that none of them is ever lost. Of those that were
 *    refused, the oldest go first.
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
/** … and for so long where the disk takes nothing: there is no other way to know how it ended. */
const ON_FULL_DISK_MS = durationMs(30_000);

/** Who has so much waiting has something else to settle first. */
const MOST_WAITING = 1_000;
/** More than anybody reads: what is older was most likely read. */
const MOST_REFUSED = 300;
const FULL = refuse('tooManyTries', 'tooMuchWaits', { most: MOST_WAITING });

/** Refusals that are none: the same command is welcome later. */
const WANTS_TIME: ReadonlySet<RefusalCode> = new Set<RefusalCode>([
  'tooManyTries',
  // Whoever takes the service's port can say so. What its service has to say of this device is proven elsewhere (session.ts).
  'notSignedIn',
  // About the way of the call, and not about what was asked.
  'oldNonce',
  'badProof',
  // Sent again after an update, and once the clock is right.
  'clientTooOld',
  'clocksApart',
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
  const { list, send, onState, barred, isSlow, clock } = parts;
  const save = (commands: readonly OutboxCommand[]): Promise<void> => parts.save(withoutOldRefused(commands));
  /** What is being sent, by key: whether it needs no more sending. */
  const underWay = new Map<string, Promise<boolean>>();
  /** In the list, and perhaps not on the disk: not told to anybody yet, and not to be sent. By key. */
  const unwritten = new Set<string>();
  const giving = new Set<Promise<Sent>>();
  const stopping = new AbortController();
  const change = (key: string, edit: Partial<Pick<OutboxCommand, 'state' | 'message'>>): Promise<void> =>
    save(list().map((each) => (each.key === key ? { ...each, ...edit } : each)));
  const putBack = (key: string): Promise<void> => change(key, { state: 'waiting', message: null });

  const settle = async (
    command: OutboxCommand,
    outcome: CallOutcome<RequestState | null>,
  ): Promise<boolean> => {
    const { key } = command;
    underWay.delete(key);
    // Barred meanwhile: that is no answer to what was sent.
    const refusal = barred(command) ? null : refusalIn(outcome);
    if (outcome.kind === 'answered') {
      if (outcome.value) onState(outcome.value);
      await save(list().filter((each) => each.key !== key));
    } else if (refusal) await change(key, { state: 'refused', message: refusal.told });
    else await putBack(key);
    return outcome.kind === 'answered' || refusal !== null;
  };
  const track = (
    command: OutboxCommand,
    sending: Promise<CallOutcome<RequestState | null>>,
  ): Promise<boolean> => {
    const settled = sending.then((outcome) => settle(command, outcome));
    underWay.set(command.key, settled);
    return settled;
  };
  const sendNext = async (next: OutboxCommand): Promise<boolean> => {
    await change(next.key, { state: 'sending' });
    // Taken back meanwhile: it is not to be sent at all.
    if (!list().some(({ key }) => key === next.key)) return true;
    if (!barred(next)) return track(next, send(next));
    await putBack(next.key);
    return false;
  };
  const flush = coalesce(async () => {
    for (;;) {
      const next = list().find((each) => waits(each) && !barred(each));
      if (!next || unwritten.has(next.key)) return;
      if (!(await (underWay.get(next.key) ?? sendNext(next)))) return;
    }
  });
  /** The disk may be full: whoever writes to it tells that. */
  const flushSoon = (): void => void flush().catch(() => undefined);

  /** Null when it is not answered within `limitMs`, or nobody waits for it any more. */
  const within = async (
    limitMs: DurationMs,
    call: Promise<CallOutcome<RequestState | null>>,
  ): Promise<CallOutcome<RequestState | null> | null> => {
    const answered = new AbortController();
    return untilAborted({ signals: [answered.signal, stopping.signal], limitMs: null }, (signal) =>
      Promise.race([call, clock.sleep(limitMs, signal).then(() => null)]),
    ).finally(() => answered.abort());
  };

  const keep = async (command: OutboxCommand): Promise<void> => {
    const { key } = command;
    unwritten.add(key);
    try {
      await save([...list(), command]);
    } catch (fault) {
      // Its person is told that it failed: it is gone from the list at once, and from the disk when that takes something.
      save(list().filter((each) => each.key !== key)).catch(() => undefined);
      throw fault;
    } finally {
      unwritten.delete(key);
    }
  };

  const give = async (command: OutboxCommand): Promise<Sent> => {
    const before =
      barred(command) ?? (list().filter(waits).length + giving.size < MOST_WAITING ? null : FULL);
    if (before) return err(before);
    // Nothing waits before it: the shortest way, without the disk.
    const call = list().some((each) => waits(each) && !barred(each)) ? null : send(command);
    const outcome = call && (await within(isSlow() ? AT_ONCE_MS : SOON_MS, call));
    if (outcome?.kind === 'answered' && outcome.value) onState(outcome.value);
    const answer = outcome && answerIn(outcome);
    if (answer) return answer;
    // Meanwhile it may have turned out that this is not to be sent at all.
    const after = barred(command);
    if (after) return err(after);
    const sending = outcome === null ? call : null;
    if (sending) track(command, sending).then(flushSoon, () => undefined);
    try {
      await keep({ ...command, state: sending ? 'sending' : 'waiting' });
    } catch (fault) {
      const late = sending && (await within(ON_FULL_DISK_MS, sending));
      const lateAnswer = late && answerIn(late);
      if (lateAnswer) return lateAnswer;
      throw fault;
    }
    if (!underWay.has(command.key)) flushSoon();
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

/** What waits stays, whatever there is. */
function withoutOldRefused(commands: readonly OutboxCommand[]): readonly OutboxCommand[] {
  let tooMany = commands.filter((each) => !waits(each)).length - MOST_REFUSED;
  return commands.filter((each) => waits(each) || (tooMany -= 1) < 0);
}

/** Null when that is none: it is to be sent later. */
function answerIn(outcome: CallOutcome<RequestState | null>): Sent | null {
  if (outcome.kind === 'answered') return ok({ queued: false, state: outcome.value });
  const refusal = refusalIn(outcome);
  return refusal && err(refusal);
}

function refusalIn(outcome: CallOutcome<RequestState | null>): Refusal | null {
  return outcome.kind === 'refused' && !WANTS_TIME.has(outcome.refusal.code) ? outcome.refusal : null;
}
