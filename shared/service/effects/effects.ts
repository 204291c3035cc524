import { backoff } from '../../lib/backoff.ts';
import { ok } from '../../lib/result.ts';
import { shortText } from '../../lib/short-text.ts';
import type { SteadyTime } from '../../lib/steady-time.ts';
import { addMs, durationMs, SECOND_MS, type Instant } from '../../lib/time.ts';
import type { Logger } from '../../ports/logger.ts';
import type { Draft } from '../commit/draft.ts';
import type { GroupCommit } from '../commit/group-commit.ts';
import { isAsRead } from '../store/reads-of-effects.ts';
import type { EffectAsRead, EffectRow } from '../store/rows.ts';
import type { ServiceStore } from '../store/service-store.ts';
import type { EffectKind, Ending } from './effect-kind.ts';

/** So long one service has a call outside to itself. If it dies meanwhile, the next try comes after that. */
const TAKEN_FOR_MS = durationMs(30 * SECOND_MS);
/** So many are begun together. */
const AT_ONCE = 50;
/** Characters that are kept of why it failed. */
const ERROR_LENGTH = 500;

interface Parts {
  readonly store: Pick<ServiceStore, 'effect' | 'waitingEffects'>;
  readonly commits: Pick<GroupCommit, 'run'>;
  readonly time: Pick<SteadyTime, 'now'>;
  readonly logger: Logger;
  /** In [0, 1), for the pauses between tries. */
  readonly random: () => number;
}

/** Carries out what commits left to be done. See README.md. */
export class Effects {
  readonly #parts: Parts;
  readonly #kinds: ReadonlyMap<string, EffectKind>;
  readonly #running = new Map<string, Promise<void>>();
  #isStopped = false;

  constructor(parts: Parts, kinds: readonly EffectKind[]) {
    this.#parts = parts;
    this.#kinds = new Map(kinds.map((kind) => [kind.name, kind]));
  }

  /** Begins what is due, and waits for none of it. When the next is due; null when none waits. */
  async work(now: Instant): Promise<Instant | null> {
    const waiting = (await this.#waiting()).filter(({ key }) => !this.#running.has(key));
    for (const effect of waiting) if (effect.dueAt <= now) void this.#start(effect);
    return waiting.find(({ dueAt }) => dueAt > now)?.dueAt ?? null;
  }

  /**
   * Carries these out now, or waits for what is under way here. Resolves also where one failed: it is tried again when it is due;
   * and where another service has it to itself.
   */
  async carryOut(keys: readonly string[]): Promise<void> {
    await Promise.all(
      keys.map(async (key) => {
        const effect = this.#running.has(key) ? null : await this.#parts.store.effect(key);
        await (this.#running.get(key) ?? (effect && !this.#isHeld(effect) && this.#start(effect)));
      }),
    );
  }

  /** At the start: what an earlier life left and only writes to the log is done before anybody is answered. */
  async settle(): Promise<void> {
    const waiting = await this.#waiting();
    await this.carryOut(
      waiting.filter(({ kind }) => this.#kinds.get(kind)?.isOutside === false).map(({ key }) => key),
    );
  }

  /** What is being carried out comes to the end of its transaction; nothing more is begun. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await Promise.all(this.#running.values());
  }

  /** Earliest first. What only a newer Latchkey knows how to do waits for it. */
  async #waiting(): Promise<EffectRow[]> {
    const rows = await this.#parts.store.waitingEffects(
      [...this.#kinds.keys()],
      AT_ONCE + this.#running.size,
    );
    return [...rows];
  }

  /** Another service has taken it, and its time is not over. One that failed says why, and may be tried at any time. */
  #isHeld({ attempts, lastError, dueAt }: EffectRow): boolean {
    return attempts > 0 && lastError === null && dueAt > this.#parts.time.now();
  }

  #start(effect: EffectRow): Promise<void> {
    if (this.#isStopped) return Promise.resolve();
    const running = this.#carryOutOne(effect).finally(() => this.#running.delete(effect.key));
    this.#running.set(effect.key, running);
    return running;
  }

  async #carryOutOne(effect: EffectRow): Promise<void> {
    const kind = this.#kinds.get(effect.kind);
    if (!kind) return;
    let held: EffectRow | null = effect;
    try {
      if (kind.isOutside) held = await this.#take(effect);
      while (held && !this.#isStopped) held = await this.#step(kind, held);
    } catch (fault) {
      const { key } = effect;
      this.#parts.logger.error({ err: fault, effect: key }, 'an effect failed; it is tried again');
      await this.#keepFault(held ?? effect, { fault, attempts: effect.attempts + 1 }).catch(
        (second: unknown) =>
          this.#parts.logger.error({ err: second, effect: key }, 'why an effect failed could not be kept'),
      );
    }
  }

  /** What is left of it, as it is now; null when it is done, or somebody else carried it further. */
  async #step(kind: EffectKind, effect: EffectRow): Promise<EffectRow | null> {
    const { finish, ...named } = await kind.begin(effect);
    const asRead = { body: effect.body };
    // What is called outside stays this service's own from one step to the next.
    const nextTry = kind.isOutside ? this.#firstTry() : { attempts: 0 };
    let left: EffectRow | null = null;
    const isWritten = await this.#writeWhile(
      { key: effect.key, asRead },
      {
        ...named,
        write(draft) {
          const body = finish(draft);
          left = body === null ? null : { ...effect, ...nextTry, body, lastError: null };
          draft.effects.push(
            left ? { type: 'put', effect: left, asRead } : { type: 'done', key: effect.key, asRead },
          );
        },
      },
    );
    return isWritten ? left : null;
  }

  #firstTry(): Pick<EffectRow, 'attempts' | 'dueAt'> {
    return { attempts: 1, dueAt: addMs(this.#parts.time.now(), TAKEN_FOR_MS) };
  }

  /**
   * The next try is written down before this one is made: it does not depend on how this one ends. Null where another service
   * was first: it has the call to itself until then.
   */
  async #take(effect: EffectRow): Promise<EffectRow | null> {
    const attempts = effect.attempts + 1;
    const { row, isWritten } = await this.#put(
      { ...effect, attempts, lastError: null },
      { pause: () => TAKEN_FOR_MS, asRead: asReadOf(effect) },
    );
    return isWritten ? row : null;
  }

  /** Only while this service has it: another one's turn is not cut short. */
  async #keepFault(
    held: EffectRow,
    { fault, attempts }: { readonly fault: unknown; readonly attempts: number },
  ): Promise<void> {
    const lastError = shortText(fault instanceof Error ? fault.message : String(fault), ERROR_LENGTH);
    await this.#put(
      { ...held, attempts, lastError },
      { pause: () => backoff(attempts - 1, this.#parts.random()), asRead: asReadOf(held) },
    );
  }

  async #put(
    effect: EffectRow,
    { pause, asRead }: { readonly pause: () => number; readonly asRead: EffectAsRead },
  ): Promise<{ readonly row: EffectRow; readonly isWritten: boolean }> {
    const row = { ...effect, dueAt: addMs(this.#parts.time.now(), durationMs(pause())) };
    const isWritten = await this.#writeWhile(
      { key: row.key, asRead },
      { write: (draft) => void draft.effects.push({ type: 'put', effect: row, asRead }) },
    );
    return { row, isWritten };
  }

  /** False, and nothing is written, where the effect is not there any more, or not as it was read. */
  async #writeWhile(
    { key, asRead }: { readonly key: string; readonly asRead: EffectAsRead },
    { write, ...named }: Omit<Ending, 'finish'> & { readonly write: (draft: Draft) => void },
  ): Promise<boolean> {
    let isStill = false;
    await this.#parts.commits.run({
      key: null,
      ...named,
      async gather(store) {
        isStill = isAsRead(await store.effect(key), asRead);
      },
      decide(draft) {
        if (isStill) write(draft);
        return ok(null);
      },
    });
    return isStill;
  }
}

const asReadOf = ({ dueAt, attempts, body }: EffectRow): EffectAsRead => ({ dueAt, attempts, body });
