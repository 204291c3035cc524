import type { ProviderError } from '../../provider-protocol/provider-protocol.ts';
import type { ProcessEnd } from './run-process.ts';

/** What to say of a process that did not end by itself. */
export function processFailure(
  end: ProcessEnd & { readonly how: Exclude<ProcessEnd['how'], 'exited'> },
  facts: { readonly file: string; readonly timeoutMs: number; readonly limitBytes: number },
): ProviderError {
  switch (end.how) {
    case 'notStarted':
      return startError(end.startError?.code, facts.file);
    case 'timedOut':
      return {
        class: 'transient',
        message: `The script took longer than ${facts.timeoutMs / 1_000} s and was ended.`,
      };
    case 'stopped':
      return { class: 'transient', message: 'The script was stopped before it had finished.' };
    case 'saidTooMuch':
      return {
        class: 'permanent',
        message: `The script printed more than ${facts.limitBytes / 1_048_576} MiB and was ended.`,
      };
  }
}

/** Nothing ran. */
function startError(code: string | undefined, file: string): ProviderError {
  switch (code) {
    case 'ENOENT':
      return {
        class: 'permanent',
        untouched: true,
        message: `The script ${file}, or what its first line names, does not exist.`,
      };
    case 'EACCES':
      return {
        class: 'permanent',
        untouched: true,
        message: `The script ${file} may not be executed: run chmod +x on it.`,
      };
    case 'ENOEXEC':
      return {
        class: 'permanent',
        untouched: true,
        message: `The script ${file} is no program: its first line must be like #!/bin/sh.`,
      };
    default:
      return {
        class: 'transient',
        untouched: true,
        message: `The script ${file} could not be started (${code ?? 'unknown fault'}).`,
      };
  }
}
