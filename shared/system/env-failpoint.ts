import type { Failpoint } from '../ports/failpoint.ts';

/**
 * Ends this process, as a power cut would, at the failpoint that `LATCHKEY_FAILPOINT` names. `enabled` is false in a
 * packaged build, where the variable does nothing.
 */
export function envFailpoint(
  environment: Readonly<Record<string, string | undefined>>,
  enabled: boolean,
): Failpoint {
  const wanted = enabled ? environment['LATCHKEY_FAILPOINT'] : undefined;
  if (wanted === undefined || wanted === '') return () => undefined;
  return (name) => {
    if (name === wanted) process.kill(process.pid, 'SIGKILL');
  };
}
