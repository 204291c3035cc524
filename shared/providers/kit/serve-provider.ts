import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { issueText } from '../../provider-protocol/issue-text.ts';
import {
  providerCallSchema,
  type ProviderAnswer,
  type ProviderCall,
  type ProviderOkAnswer,
  type ProviderVerb,
} from '../../provider-protocol/provider-protocol.ts';
import { ProviderFault } from './provider-fault.ts';

/** What a verb answers when it went well, without the `status`. */
export type Answer = Omit<ProviderOkAnswer, 'status'>;

export interface ProviderVerbs {
  readonly verbs: Partial<Record<ProviderVerb, (call: ProviderCall) => Promise<Answer>>>;
  /** Turns what was thrown by a driver or a program into a fault with a class; null: not known. */
  readonly explain: (error: unknown) => ProviderFault | null;
  /** Whether this process has done nothing yet after which access could be there: then no fault of it left anything. */
  readonly isUntouched: () => boolean;
}

/** The whole life of a provider's process: one call on stdin, one answer on stdout. */
export async function serveProvider(provider: ProviderVerbs): Promise<void> {
  const answer = await answerTo(provider, process.argv[2] ?? '');
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}

async function answerTo(provider: ProviderVerbs, verb: string): Promise<ProviderAnswer> {
  try {
    const call = providerCallSchema.parse(JSON.parse(await text(process.stdin)));
    const serve = call.verb === verb ? provider.verbs[call.verb] : undefined;
    if (!serve) throw new ProviderFault('permanent', `This provider does not do ${call.verb}.`);
    return { status: 'ok', ...(await serve(call)) };
  } catch (error) {
    const fault =
      error instanceof ProviderFault
        ? error
        : (explainCall(error) ?? provider.explain(error) ?? unknown(error));
    const untouched = provider.isUntouched();
    return { status: 'error', error: { class: fault.kind, message: fault.message, untouched } };
  }
}

/** A call that is not in this protocol, or a config that is not this provider's. */
function explainCall(error: unknown): ProviderFault | null {
  if (!(error instanceof z.ZodError)) return null;
  return new ProviderFault('permanent', `This call cannot be understood: ${issueText(error, 'the call')}.`);
}

function unknown(error: unknown): ProviderFault {
  return new ProviderFault(
    'transient',
    error instanceof Error ? error.message : 'Something unexpected happened.',
  );
}
