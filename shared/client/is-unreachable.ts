import { TRPCClientError } from '@trpc/client';

/** Statuses of proxies whose service is not there. */
const NOBODY_THERE: readonly unknown[] = [502, 503, 504];

/** Whether a call failed because nobody answered, or somebody who is no Latchkey service: trying again later may help. */
export function isUnreachable(error: unknown): boolean {
  if (!(error instanceof TRPCClientError)) return false;
  const data = error.data as { httpStatus?: unknown } | undefined;
  return data === undefined || data === null || NOBODY_THERE.includes(data.httpStatus);
}
