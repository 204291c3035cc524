import { isDeepStrictEqual } from 'node:util';
import type { RequestState } from '../../shared/domain/request/request.ts';
import { eraseSaid } from '../../shared/lib/said.ts';
import { sha256 } from '../../shared/system/node-crypto.ts';
import type { OutboxCommand } from '../store/outbox-command.ts';
import type { DesktopState } from './desktop-state.ts';

/**
 * The state without what was erased, by what it was bound by: in requests, and in what is shown of them beside what waits to
 * be sent. What waits itself is its person's, and as it was signed.
 */
export function withoutErased(state: DesktopState, sha256s: ReadonlySet<string>): DesktopState {
  if (sha256s.size === 0) return state;
  const forget = (request: RequestState): RequestState =>
    keepEqual(request, eraseSaid(sha256, request, sha256s) as RequestState);
  const requests = keepEqual(
    state.requests,
    Object.fromEntries(Object.entries(state.requests).map(([id, request]) => [id, forget(request)])),
  );
  const outbox = keepEqual(
    state.outbox,
    state.outbox.map((command) => withoutReason(command, sha256s)),
  );
  return requests === state.requests && outbox === state.outbox ? state : { ...state, requests, outbox };
}

function withoutReason(command: OutboxCommand, sha256s: ReadonlySet<string>): OutboxCommand {
  const { about } = command;
  if (about?.boundBy === undefined || !sha256s.has(about.boundBy)) return command;
  return {
    ...command,
    about: { ...about, reason: '', isErased: true },
  };
}

/** Who listens is told only of what differs. */
const keepEqual = <T>(before: T, after: T): T => (isDeepStrictEqual(before, after) ? before : after);
