import { STORE_AWAY } from '../../shared/contract/store-away.ts';
import { refuse, type Refusal } from '../../shared/domain/refusal.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import type { CallOutcome } from './call-service.ts';
import { offlineRefusal } from './link.ts';

/** An outcome as a window gets it: everything that is not an answer is a sentence. */
export function answerOf<T>(outcome: CallOutcome<T>): Result<T, Refusal> {
  switch (outcome.kind) {
    case 'answered':
      return ok(outcome.value);
    case 'refused':
      return err(outcome.refusal);
    case 'unreachable':
      return err(outcome.message === STORE_AWAY ? refuse('unreachable', 'storeAway') : offlineRefusal);
    case 'failed':
      return err(refuse('notSupported', 'serviceFailed'));
  }
}
