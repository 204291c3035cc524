import { RefusalError } from '../../contract/refusal-error.ts';
import { refuse } from '../../domain/refusal.ts';

export function refuseToExtend(): Promise<never> {
  return Promise.reject(
    new RefusalError(
      refuse(
        'notSupported',
        'A grant cannot be extended yet. Ask for the same access again before this one ends.',
      ),
    ),
  );
}
