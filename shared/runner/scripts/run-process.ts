import { spawn, type ChildProcess, type ChildProcessWithoutNullStreams } from 'node:child_process';
import type { Clock } from '../../ports/clock.ts';
import { collectAll, collectTail } from './collect-output.ts';
import { killGroup } from './kill-group.ts';
import type { ScriptCommand } from './script-command.ts';
import { waitMs } from './wait-ms.ts';

export interface ProcessRequest {
  readonly command: ScriptCommand;
  readonly cwd: string;
  /** Written to stdin, which is then closed. */
  readonly input: string;
  readonly timeoutMs: number;
  readonly stdoutLimitBytes: number;
  readonly clock: Clock;
  readonly signal: AbortSignal | undefined;
}

/** `exited` by itself, or what ended it. `stderr` is the raw end of it. */
export interface ProcessEnd {
  readonly how: 'exited' | 'notStarted' | 'timedOut' | 'stopped' | 'saidTooMuch';
  readonly exitCode: number | null;
  readonly exitSignal: string | null;
  readonly startError: NodeJS.ErrnoException | null;
  readonly stdout: string;
  readonly stderr: { readonly text: string; readonly cut: boolean };
}

/** Between SIGTERM and SIGKILL: enough to close a connection, too little to be waited for. */
const TERM_GRACE_MS = 2_000;

/** How long output may still come after the process itself has ended: what it left running does not hold us up. */
const DRAIN_MS = 500;

/** What is kept of stderr, at most twice this. */
const STDERR_TAIL_BYTES = 65_536;

/** Runs a command in a process group of its own; when this resolves, nothing in that group is running any more. */
export function runProcess(request: ProcessRequest): Promise<ProcessEnd> {
  const child = start(request);
  if (child instanceof Error) return Promise.resolve(notStarted(child));
  // With no file descriptor left, Node makes a child without pipes and says only afterwards why.
  if ((child.stdout as unknown) === undefined) {
    return new Promise((resolve) => child.once('error', (error) => resolve(notStarted(error))));
  }
  const { clock } = request;
  let how: ProcessEnd['how'] = 'exited';
  const timers = new AbortController();
  const end = (why: ProcessEnd['how']): void => {
    if (how !== 'exited') return;
    how = why;
    killGroup(child, 'SIGTERM');
    void waitMs(clock, TERM_GRACE_MS, timers.signal).then((late) => late && killGroup(child, 'SIGKILL'));
  };
  const stdout = collectAll(child.stdout, request.stdoutLimitBytes, () => end('saidTooMuch'));
  const stderr = collectTail(child.stderr, STDERR_TAIL_BYTES);
  const onAbort = (): void => end('stopped');
  request.signal?.addEventListener('abort', onAbort, { once: true });
  if (request.signal?.aborted) onAbort();
  void waitMs(clock, request.timeoutMs, timers.signal).then((late) => late && end('timedOut'));
  // A script that does not read its input is no fault of ours, nor of its own.
  child.stdin.on('error', () => undefined);
  child.stdin.end(request.input);

  return goneOrFailed(child, clock).then((startError) => {
    timers.abort('ended');
    request.signal?.removeEventListener('abort', onAbort);
    if (startError !== null) return notStarted(startError);
    killGroup(child, 'SIGKILL');
    for (const pipe of [child.stdout, child.stderr, child.stdin]) pipe.destroy();
    const { exitCode, signalCode } = child;
    return { how, exitCode, exitSignal: signalCode, startError: null, stdout: stdout(), stderr: stderr() };
  });
}

function start(request: ProcessRequest): ChildProcessWithoutNullStreams | Error {
  const { command, cwd } = request;
  try {
    return spawn(command.file, command.args, {
      cwd,
      env: command.environment,
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
  } catch (error) {
    return error as Error;
  }
}

/** Resolves when the process has ended and its output is read, or not read within `DRAIN_MS`; with the error if it never began. */
function goneOrFailed(child: ChildProcess, clock: Clock): Promise<Error | null> {
  return new Promise((resolve) => {
    const closed = new AbortController();
    child.once('error', (error) => {
      if (child.pid === undefined) resolve(error);
    });
    child.once('exit', () => void waitMs(clock, DRAIN_MS, closed.signal).then(() => resolve(null)));
    child.once('close', () => {
      closed.abort('closed');
      resolve(null);
    });
  });
}

const notStarted = (error: Error): ProcessEnd => ({
  how: 'notStarted',
  exitCode: null,
  exitSignal: null,
  startError: error,
  stdout: '',
  stderr: { text: '', cut: false },
});
