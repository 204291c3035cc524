import { refuse, type Refusal } from '../../shared/domain/refusal.ts';
import { ownValue } from '../../shared/lib/own-value.ts';
import type { RequestState } from '../../shared/domain/request/request.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { HistoryStore } from '../store/history-store.ts';
import { reason } from '../store/reason.ts';
import { notReadable } from '../state/storage-troubles.ts';
import type { Handlers } from './handlers.ts';
import { ToldFault } from './told-fault.ts';
import type { Told } from '../../shared/words/told.ts';
import type { Language } from '../../shared/words/language.ts';

/** Reading the replica: works without a network. */
export function historyHandlers(parts: {
  readonly history: HistoryStore;
  readonly clock: Clock;
  readonly names: () => Readonly<Record<string, string>>;
  readonly language: () => Language;
  readonly requests: () => Readonly<Record<string, RequestState>>;
  /** Why the replica cannot be read now. */
  readonly unreadable: () => Told | undefined;
  readonly verify: () => Promise<Result<{ readonly size: number }, Refusal>>;
  /** Asks the person for a file; null when they cancelled. */
  readonly askForFile: (suggestion: string) => Promise<string | null>;
}): Pick<
  Handlers,
  'history.search' | 'history.timeline' | 'history.facets' | 'history.export' | 'history.verify'
> {
  const { history, clock, names, requests, verify, askForFile } = parts;
  /** What fails while the replica cannot be read says so. */
  const read = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (fault) {
      const why = parts.unreadable();
      throw why === undefined ? fault : new ToldFault(notReadable(why), { cause: fault });
    }
  };
  return {
    'history.search': async (query) => {
      const startedAt = clock.monotonicMs();
      const found = await read(() => history.search(query));
      return { ...found, tookMs: clock.monotonicMs() - startedAt };
    },
    'history.timeline': async ({ requestId }) => {
      const kept = await read(() => history.timeline(requestId, names(), parts.language()));
      // The replica follows a moment behind what was just done here.
      const live = ownValue(requests(), requestId) ?? null;
      const isNewer = live !== null && live.version > (kept.state?.version ?? 0);
      return isNewer ? { ...kept, state: live } : kept;
    },
    'history.facets': () => read(() => history.facets()),
    'history.export': async ({ query, format }) => {
      const day = new Date(clock.now()).toISOString().slice(0, 10);
      const file = await askForFile(`latchkey-history-${day}.${format}`);
      if (file === null) return ok({ file, rows: 0 });
      try {
        return ok({ file, rows: await read(() => history.exportTo(query, format, file)) });
      } catch (fault) {
        const why = fault instanceof ToldFault || !isOfSystem(fault) ? null : reason(fault);
        if (why === null) throw fault;
        return err(refuse('badInput', 'notWritten', { file, why }));
      }
    },
    'history.verify': () => read(verify),
  };
}

/** Whether the system says it about a file, as in `EACCES: permission denied, open '/etc/a'`. */
const isOfSystem = (fault: unknown): boolean => /\bE[A-Z]+: [a-z][^,]*, /.test(String(fault));
