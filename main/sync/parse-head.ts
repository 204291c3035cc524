import { type LogIdentity, type TrustedLog, restoreTrustedLog } from '../../shared/log/log-watch.ts';

/** A verified head as it was kept; null where there is none, or it is none of this log. */
export function parseHead(log: LogIdentity, text: string | null): TrustedLog | null {
  if (text === null) return null;
  try {
    const restored = restoreTrustedLog(log, JSON.parse(text));
    return restored.ok && restored.value.size > 0 ? restored.value : null;
  } catch {
    return null;
  }
}
