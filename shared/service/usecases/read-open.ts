import { LIMITS } from '../../contract/limits.ts';
import type { RequestState } from '../../domain/request/request.ts';
import type { ServiceStore } from '../store/service-store.ts';

/** Every request that is not finished, whoever asked. */
export async function readOpen(store: Pick<ServiceStore, 'listRequests'>): Promise<RequestState[]> {
  const open: RequestState[] = [];
  for (;;) {
    const after = open.at(-1)?.facts.requestId;
    const page = await store.listRequests({ ...EVERYTHING_OPEN, after });
    open.push(...page);
    if (page.length < LIMITS.pageSize) return open;
  }
}

const EVERYTHING_OPEN = {
  scope: 'all',
  memberId: '',
  isOwner: true,
  open: true,
  limit: LIMITS.pageSize,
} as const;
