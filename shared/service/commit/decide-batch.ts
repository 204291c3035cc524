import type { Json } from '../../domain/organisation/organisation.ts';
import { refuse, type Refusal } from '../../domain/refusal.ts';
import { err, type Result } from '../../lib/result.ts';
import { Draft } from './draft.ts';
import { commandId, type Job } from './job.ts';
import type { Workspace } from './workspace.ts';

/** What came out of one command. */
export type Decision =
  | { readonly kind: 'decided'; readonly result: Result<unknown, Refusal> }
  /** It was carried out before: `kept` is what its answer is made of. */
  | { readonly kind: 'again'; readonly kept: Json }
  | { readonly kind: 'fault'; readonly fault: unknown };

interface Kept {
  readonly verb: string;
  readonly kept: Json;
}

/**
 * Decides the commands one after the other into the workspace. One that throws leaves nothing behind and hurts no other.
 * `answers` are those of commands that were carried out before, by `commandId`.
 */
export function decideBatch(
  jobs: readonly Job<unknown>[],
  {
    workspace,
    answers,
    isRemoved,
  }: {
    readonly workspace: Workspace;
    readonly answers: ReadonlyMap<string, string>;
    /** Whether a device was removed. */
    readonly isRemoved: (deviceId: string) => boolean;
  },
): Decision[] {
  return jobs.map((job) => {
    try {
      const { key } = job;
      const id = key && commandId(key);
      const answer = id === null ? undefined : (workspace.commands.get(id)?.answer ?? answers.get(id));
      return answer === undefined ? decideOne(job, workspace, isRemoved) : repeat(job, answer);
    } catch (fault) {
      return { kind: 'fault', fault };
    }
  });
}

const SIGNED_OUT = refuse('notSignedIn', 'deviceRemoved');

function decideOne(
  job: Job<unknown>,
  workspace: Workspace,
  isRemoved: (deviceId: string) => boolean,
): Decision {
  const draft = new Draft(workspace);
  const result = job.decide(draft);
  if (!result.ok) return { kind: 'decided', result };
  // It was there when the statement was accepted, which then waited for its turn: in the log it would count as nobody's.
  if (draft.entries.some(({ signed }) => signed && isRemoved(signed.statement.device)))
    return { kind: 'decided', result: err(SIGNED_OUT) };
  const { key } = job;
  const kept: Kept | null = key && { verb: key.verb, kept: key.keep(result.value) };
  workspace.merge(draft);
  if (key) {
    const id = commandId(key);
    workspace.commands.set(id, { id, answer: JSON.stringify(kept), at: workspace.at });
  }
  return { kind: 'decided', result };
}

function repeat(job: Job<unknown>, answer: string): Decision {
  const { verb, kept } = JSON.parse(answer) as Kept;
  if (verb === job.key?.verb) return { kind: 'again', kept };
  return {
    kind: 'decided',
    result: err(refuse('badInput', 'keyUsed')),
  };
}
