import { refuse, type Refusal } from '../../shared/domain/refusal.ts';
import type { DesktopState } from './desktop-state.ts';

/**
 * Why nothing may be told to the service or asked of it; null when it may. Every way out for what people do goes by this
 * (`link.ts`, `outbox.ts`): a device that was signed out has nobody to tell, one whose keys are locked cannot prove who tells it, and one whose log raised an alarm does not know
 * whom it would tell what.
 */
export function whyBarred({ setup, log, me }: Pick<DesktopState, 'setup' | 'log' | 'me'>): Refusal | null {
  if (setup.kind === 'signedOut') {
    return refuse('notSignedIn', 'signedOut');
  }
  if (setup.kind === 'locked') {
    return refuse('notSignedIn', 'locked');
  }
  if (log.alarm === null) return null;
  return refuse('tampered', 'historyAltered', { isOwner: me?.isOwner ? 'yes' : 'no' });
}
