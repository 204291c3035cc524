import type { ProviderError } from '../../provider-protocol/provider-protocol.ts';
import type { ProcessEnd } from './run-process.ts';
import { told } from '../../words/told.ts';
import { inEnglish } from '../../words/words.ts';

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
        message: inEnglish(told('scriptTookLong', { seconds: facts.timeoutMs / 1_000 })),
      };
    case 'stopped':
      return { class: 'transient', message: inEnglish(told('scriptStopped')) };
    case 'saidTooMuch':
      return {
        class: 'permanent',
        message: inEnglish(told('scriptSaidMuch', { mebibytes: facts.limitBytes / 1_048_576 })),
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
        message: inEnglish(told('scriptGone', { file })),
      };
    case 'EACCES':
      return {
        class: 'permanent',
        untouched: true,
        message: inEnglish(told('scriptMayNotRun', { file })),
      };
    case 'ENOEXEC':
      return {
        class: 'permanent',
        untouched: true,
        message: inEnglish(told('scriptNoProgram', { file })),
      };
    default:
      return {
        class: 'transient',
        untouched: true,
        message: inEnglish(told('scriptNotStarted', { file, code: code ?? '?' })),
      };
  }
}
