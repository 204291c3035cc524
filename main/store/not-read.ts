import { told, type Told } from '../../shared/words/told.ts';
import { toldIn } from '../../shared/words/told-error.ts';
import { reason } from './reason.ts';

/** Which file cannot be read now, and why. `path`: where the system does not say which. */
export function notRead(fault: unknown, path: string): Told {
  const { path: named } = fault as { path?: unknown };
  return (
    toldIn(fault) ??
    told('storeNotRead', { path: typeof named === 'string' ? named : path, why: reason(fault) })
  );
}
