import { requestStatus } from './request-status.ts';
import type { RequestState } from './request.ts';

/** Whether anything about the request can still happen. Failed means verified that nothing was left behind. */
export function isOpen(state: RequestState): boolean {
  const status = requestStatus(state);
  return (
    status === 'submitted' ||
    status === 'scheduled' ||
    status === 'activating' ||
    status === 'active' ||
    status === 'revoking'
  );
}
