import { wordsIn } from '../words/words.ts';
import { whatIsConfirmed } from '../domain/request/what-is-confirmed.ts';
import type { RequestFacts } from '../domain/request/request.ts';
import { visibleText } from '../lib/visible-text.ts';
import type { Keyboard } from './terminal.ts';

/** The second deliberate act before what is high risk is approved: a word, and never a single key. */
export async function confirmHighRisk(
  keyboard: Keyboard,
  facts: RequestFacts,
  signal: AbortSignal,
): Promise<boolean> {
  const question = `${wordsIn('en').requests.highRisk.toUpperCase()}: ${visibleText(whatIsConfirmed(facts))}. To approve, write yes: `;
  const answer = await keyboard.line(question, signal);
  return answer?.trim().toLowerCase() === 'yes';
}
