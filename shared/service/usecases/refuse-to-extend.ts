import { RefusalError } from '../../contract/refusal-error.ts';
import { refuse } from '../../domain/refusal.ts';

export function refuseToExtend(): Promise<never> {
  return Promise.reject(new RefusalError(refuse('notSupported', 'noExtendYet')));
}
