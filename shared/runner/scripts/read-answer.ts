import { issueText } from '../../provider-protocol/issue-text.ts';
import {
  providerAnswerSchema,
  type ProviderAnswer,
  type ProviderError,
  type ProviderVerb,
} from '../../provider-protocol/provider-protocol.ts';
import { err, ok, type Result } from '../../lib/result.ts';
import type { ProcessEnd } from './run-process.ts';
import { told, type Told } from '../../words/told.ts';
import { inEnglish } from '../../words/words.ts';

type Read = Result<ProviderAnswer, ProviderError>;

const transient = (why: Told): Read => err({ class: 'transient', message: inEnglish(why) });
const permanent = (why: Told): Read => err({ class: 'permanent', message: inEnglish(why) });

/** The answer in what a script printed; or, where there is none that can be used, what to make of that. */
export function readAnswer(
  verb: ProviderVerb,
  end: Pick<ProcessEnd, 'exitCode' | 'exitSignal' | 'stdout'>,
): Read {
  const text = end.stdout.trim();
  const failed = end.exitCode !== 0;
  const document = text === '' ? undefined : parseJson(text);
  if (document === undefined && failed) {
    return transient(
      told(text === '' ? 'scriptWithoutAnswer' : 'scriptUnreadable', { how: howItEnded(end) }),
    );
  }
  if (text === '') return permanent(told('scriptSaidNothing'));
  if (document === undefined) return permanent(told('scriptNotJson'));
  const parsed = providerAnswerSchema.safeParse(document);
  if (!parsed.success) {
    // not for people: who writes the script reads the rest
    return permanent(told('answerUnfit', { why: issueText(parsed.error, 'the document') }));
  }
  const answer = parsed.data;
  if (answer.status === 'error') return ok(answer);
  if (failed) return transient(told('scriptOkButFailed', { how: howItEnded(end) }));
  if (verb === 'verify' && answer.exists === undefined) {
    return permanent(told('verifyWithoutExists'));
  }
  if (verb === 'list' && answer.items === undefined) {
    return permanent(told('listWithoutItems'));
  }
  return ok(answer);
}

function howItEnded(end: Pick<ProcessEnd, 'exitCode' | 'exitSignal'>): Told {
  return end.exitSignal === null
    ? told('endedWith', { status: end.exitCode ?? 0 })
    : told('endedBy', { signal: end.exitSignal });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
