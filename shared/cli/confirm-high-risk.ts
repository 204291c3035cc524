import { whatIsConfirmed } from './describe-request.ts';
import type { RequestFacts } from '../domain/request/request.ts';
import { visibleText } from '../lib/visible-text.ts';
import type { Words } from '../words/words.ts';
import { saysYes } from './says-yes.ts';
import type { Keyboard } from './terminal.ts';

/** The second deliberate act before what is high risk is approved: a word, and never a single key. */
export async function confirmHighRisk(
  { keyboard, words }: { readonly keyboard: Keyboard; readonly words: Words },
  facts: RequestFacts,
  signal: AbortSignal,
): Promise<boolean> {
  const what = visibleText(whatIsConfirmed(words, facts));
  return saysYes(words, await keyboard.line(words.cli.about.confirm({ what }), signal));
}
