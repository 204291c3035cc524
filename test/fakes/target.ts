import type { ProviderAnswer, ProviderVerb } from '../../shared/provider-protocol/provider-protocol.ts';
import { err, ok } from '../../shared/lib/result.ts';
import type { Providers, UnresolvedCall } from '../../shared/ports/provider.ts';

export const transient = (message: string): ProviderAnswer => ({
  status: 'error',
  error: { class: 'transient', message },
});
export const permanent = (message: string): ProviderAnswer => ({
  status: 'error',
  error: { class: 'permanent', message },
});

/** A target with access in it, and the provider for it. Answers can be put in the way; every call goes to `log`. */
export class Target implements Providers {
  readonly present = new Set<string>();
  readonly calls: { verb: ProviderVerb; call: UnresolvedCall }[] = [];
  /** Which provider was asked for, each time. */
  readonly opened: Parameters<Providers['open']>[0][] = [];
  /** Answers instead of the real ones, per verb, first in first out; `effect` says whether the change is made all the same. */
  private readonly scripted: { verb: ProviderVerb; answer: ProviderAnswer; effect: boolean }[] = [];
  private readonly log: (line: string) => void;
  /** Added to what a grant answers. */
  extra: Partial<Extract<ProviderAnswer, { status: 'ok' }>> = {};
  missing: string | null = null;
  maxTtlMs: number | undefined;
  lateExpiryMs = 30_000;
  /** Whether the provider does `check`. */
  doesCheck = false;
  /** Called before each verb is carried out; a test may wait in it. */
  before: (verb: ProviderVerb, grantId: string) => Promise<void> | void = () => undefined;

  constructor(log: (line: string) => void = () => undefined) {
    this.log = log;
  }

  willAnswer(verb: ProviderVerb, answer: ProviderAnswer, { effect = false, times = 1 } = {}): void {
    for (let each = 0; each < times; each += 1) this.scripted.push({ verb, answer, effect });
  }

  open: Providers['open'] = (provider) => {
    this.opened.push(provider);
    return Promise.resolve(
      this.missing === null
        ? ok({
            maxTtlMs: this.maxTtlMs,
            lateExpiryMs: this.lateExpiryMs,
            does: (verb) => verb !== 'check' || this.doesCheck,
            timeoutMs: () => 30_000,
            run: (verb, call) => this.run(verb, call),
          })
        : err({ class: 'permanent', message: this.missing, untouched: true }),
    );
  };

  private async run(verb: ProviderVerb, call: UnresolvedCall): Promise<ProviderAnswer> {
    this.calls.push({ verb, call });
    await this.before(verb, call.grantId);
    const index = this.scripted.findIndex((each) => each.verb === verb);
    const scripted = index < 0 ? undefined : this.scripted.splice(index, 1)[0];
    if (!scripted || scripted.effect) this.change(verb, call.grantId);
    const answer = scripted?.answer ?? this.answer(verb, call.grantId);
    this.log(`${verb} ${call.grantId}: ${said(answer)}`);
    return answer;
  }

  private change(verb: ProviderVerb, grantId: string): void {
    if (verb === 'grant') this.present.add(grantId);
    if (verb === 'revoke') this.present.delete(grantId);
  }

  private answer(verb: ProviderVerb, grantId: string): ProviderAnswer {
    if (verb === 'verify') return { status: 'ok', exists: this.present.has(grantId) };
    return verb === 'grant'
      ? { status: 'ok', state: { role: `latchkey_${grantId}` }, ...this.extra }
      : { status: 'ok' };
  }
}

function said(answer: ProviderAnswer): string {
  if (answer.status === 'error') return `${answer.error.class}, ${answer.error.message}`;
  if (answer.exists === undefined) return 'ok';
  return answer.exists ? 'there' : 'gone';
}
