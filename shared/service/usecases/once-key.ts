import type { CommandKey } from '../commit/job.ts';

/** The key of a command that answers nothing: what is sent again is done already. `id`: of its statement. */
export const onceKey = ({
  caller,
  id,
  verb,
}: {
  readonly caller: string;
  readonly id: string;
  readonly verb: string;
}): CommandKey<null> => ({ caller, key: id, verb, keep: () => null, again: () => Promise.resolve(null) });
