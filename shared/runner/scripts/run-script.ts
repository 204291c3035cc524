import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { checkProviderValue, secretValues } from '../../provider-protocol/check-provider-value.ts';
import { issueText } from '../../provider-protocol/issue-text.ts';
import {
  ANSWER_LIMIT_BYTES,
  providerCallSchema,
  type ProviderAnswer,
  type ProviderCall,
  type ProviderError,
} from '../../provider-protocol/provider-protocol.ts';
import { redactor } from '../../lib/redact.ts';
import { err, ok, type Result } from '../../lib/result.ts';
import type { Clock } from '../../ports/clock.ts';
import type { LoadedProvider } from './load-provider.ts';
import { logTail } from './log-tail.ts';
import { processFailure } from './process-failure.ts';
import { readAnswer } from './read-answer.ts';
import { credentialSecrets, redactAnswer } from './redact-answer.ts';
import { runProcess, type ProcessEnd } from './run-process.ts';
import { scriptCommand } from './script-command.ts';
import { told, type Told } from '../../words/told.ts';
import { inEnglish } from '../../words/words.ts';

export interface ScriptWorld {
  readonly clock: Clock;
  /** The runner's environment, of which a script gets what its manifest lists. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Each provider works in a folder of its own in here: the script's working directory. */
  readonly dataFolder: string;
}

export interface ScriptOutcome {
  readonly answer: ProviderAnswer;
  /** False when the script gave no usable answer, and `answer` was made here to say so. */
  readonly fromScript: boolean;
  /** The end of what it wrote to stderr: plain text, without secrets. */
  readonly log: string;
  readonly tookMs: number;
}

/**
 * Runs one verb of a provider and says how it went. Never rejects because of what a script does.
 *
 * 1. No shell, a process group of its own, an environment of its own; the call goes in on stdin, never in argv.
 * 2. When this returns, nothing that the script started in its group is running.
 * 3. Secrets (of config, input and the credential) are in `answer.credential` and nowhere else.
 */
export async function runScript(
  provider: LoadedProvider,
  call: ProviderCall,
  world: ScriptWorld & { readonly signal?: AbortSignal | undefined },
): Promise<ScriptOutcome> {
  const startedAt = world.clock.monotonicMs();
  const prepared = prepareCall(provider, call);
  const command = scriptCommand(provider, world.environment);
  if (!prepared.ok) return notRun(prepared.error);
  if (!command.ok) return notRun(command.error);
  const { manifest } = provider;
  const timeoutMs = manifest.timeouts[call.verb] ?? manifest.timeouts.default;
  const cwd = workFolder(world.dataFolder, manifest.name);
  const end = await runProcess({
    command: { ...command.value, args: [...command.value.args, call.verb] },
    cwd,
    input: `${JSON.stringify(prepared.value)}\n`,
    timeoutMs,
    stdoutLimitBytes: ANSWER_LIMIT_BYTES,
    clock: world.clock,
    signal: world.signal,
  });
  const read = readEnd(end, call.verb, {
    file: provider.executable,
    timeoutMs,
    limitBytes: ANSWER_LIMIT_BYTES,
  });
  const { answer, fromScript } = answered(read);
  const redact = redactor([
    ...secretValues(manifest.configSchema, prepared.value.config),
    ...secretValues(manifest.inputSchema, prepared.value.entitlement.input),
    ...credentialSecrets(answer.status === 'ok' ? answer.credential : undefined),
  ]);
  return {
    answer: redactAnswer(answer, redact),
    fromScript,
    log: logTail(end.stderr, redact),
    tookMs: world.clock.monotonicMs() - startedAt,
  };
}

/** Synchronous on purpose: one stat, next to the spawn that follows and blocks a hundred times as long. */
function workFolder(dataFolder: string, name: string): string {
  const folder = join(dataFolder, name);
  if (!existsSync(folder)) mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}

const notRun = (why: Told): ScriptOutcome => ({
  ...answered(err({ class: 'permanent', message: inEnglish(why), untouched: true })),
  log: '',
  tookMs: 0,
});

function readEnd(
  end: ProcessEnd,
  verb: ProviderCall['verb'],
  facts: Parameters<typeof processFailure>[1],
): Result<ProviderAnswer, ProviderError> {
  const { how } = end;
  return how === 'exited' ? readAnswer(verb, end) : err(processFailure({ ...end, how }, facts));
}

function answered(read: Result<ProviderAnswer, ProviderError>): Pick<ScriptOutcome, 'answer' | 'fromScript'> {
  return read.ok
    ? { answer: read.value, fromScript: true }
    : { answer: { status: 'error', error: read.error }, fromScript: false };
}

/** The call with the manifest's defaults filled in, if it is one that this provider understands. */
function prepareCall(provider: LoadedProvider, call: ProviderCall): Result<ProviderCall, Told> {
  const { manifest } = provider;
  if (!manifest.verbs.includes(call.verb)) {
    return err(told('verbNotDone', { provider: manifest.name, verb: call.verb }));
  }
  const parsed = providerCallSchema.safeParse(call);
  if (!parsed.success) {
    // not for people: the call is of this Latchkey
    return err(told('callNotMade', { why: issueText(parsed.error, 'the call') }));
  }
  const config = checkProviderValue(manifest.configSchema, call.config, 'values');
  if (!config.ok) return err(problemOf(manifest.name, 'config', config.error[0]));
  const input = checkProviderValue(manifest.inputSchema, call.entitlement.input, 'values');
  if (!input.ok) return err(problemOf(manifest.name, 'input', input.error[0]));
  return ok({
    ...parsed.data,
    config: config.value,
    entitlement: { ...parsed.data.entitlement, input: input.value },
  });
}

function problemOf(
  name: string,
  part: string,
  problem: { readonly path: readonly (string | number)[]; readonly message: string } | undefined,
): Told {
  const at = [part, ...(problem?.path ?? [])].join('.');
  return told('providerValueWrong', { part, provider: name, at, why: problem?.message ?? '?' });
}
