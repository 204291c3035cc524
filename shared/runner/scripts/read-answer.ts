import { issueText } from '../../provider-protocol/issue-text.ts';
import {
  providerAnswerSchema,
  type ProviderAnswer,
  type ProviderError,
  type ProviderVerb,
} from '../../provider-protocol/provider-protocol.ts';
import { err, ok, type Result } from '../../lib/result.ts';
import type { ProcessEnd } from './run-process.ts';

type Read = Result<ProviderAnswer, ProviderError>;

const transient = (message: string): Read => err({ class: 'transient', message });
const permanent = (message: string): Read => err({ class: 'permanent', message });

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
      `The script ${howItEnded(end)} and gave no ${text === '' ? 'answer' : 'readable answer'}.`,
    );
  }
  if (text === '') return permanent('The script ended well but printed no answer.');
  if (document === undefined) return permanent('The script printed something that is not one JSON document.');
  const parsed = providerAnswerSchema.safeParse(document);
  if (!parsed.success) {
    return permanent(
      `The script's answer does not fit the protocol: ${issueText(parsed.error, 'the document')}.`,
    );
  }
  const answer = parsed.data;
  if (answer.status === 'error') return ok(answer);
  if (failed) return transient(`The script said ok but ${howItEnded(end)}.`);
  if (verb === 'verify' && answer.exists === undefined) {
    return permanent('The script answered verify without saying whether access exists.');
  }
  if (verb === 'list' && answer.items === undefined) {
    return permanent('The script answered list without items.');
  }
  return ok(answer);
}

function howItEnded(end: Pick<ProcessEnd, 'exitCode' | 'exitSignal'>): string {
  return end.exitSignal === null
    ? `ended with exit status ${end.exitCode}`
    : `was ended by ${end.exitSignal}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
