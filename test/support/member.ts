import { randomUUID } from 'node:crypto';
import { createClient, type Client } from '../../shared/client/create-client.ts';
import type { Identity } from '../../shared/client/identity.ts';
import { joinService } from '../../shared/client/join-service.ts';
import { signReview } from '../../shared/client/sign-review.ts';
import type { Decision, RequestState } from '../../shared/domain/request/request.ts';
import type { GrantState } from '../../shared/domain/grant/grant.ts';
import { durationMs } from '../../shared/lib/time.ts';
import { say } from '../../shared/client/say.ts';

/** A person with a device that has no windows: what the command line does, called directly. */
export class Member {
  readonly identity: Identity;
  readonly api: Client['api'];
  readonly #client: Client;

  private constructor(identity: Identity) {
    this.identity = identity;
    this.#client = createClient({ url: identity.url, identity });
    this.api = this.#client.api;
  }

  static async join(url: string, code: string): Promise<Member> {
    const joined = await joinService({ url, code, deviceName: 'test device' });
    if (!joined.ok) throw new Error(joined.error.message);
    return new Member(joined.value);
  }

  /** The code for another person, when this one is an owner, or for another device of their own. */
  async invite(person: string): Promise<string> {
    return (await this.api.org.invite.mutate({ person })).code;
  }

  /** Asks, and answers with the request's id. */
  async ask(
    entitlementId: string,
    draft: { ms?: number; reason?: string; ticket?: string } = {},
  ): Promise<string> {
    const requestId = newId();
    await this.api.requests.submit.mutate({
      requestId,
      entitlementIds: [entitlementId],
      durationMs: durationMs(draft.ms ?? 60_000),
      reason: say(draft.reason ?? 'Refunds are stuck in the queue'),
      ticket: draft.ticket ?? null,
      idempotencyKey: newId(),
    });
    return requestId;
  }

  get(requestId: string): Promise<RequestState> {
    return this.api.requests.get.query({ requestId });
  }

  /** The state of the request's first grant; null while it is not approved. */
  async grant(requestId: string): Promise<GrantState | null> {
    const { phase } = await this.get(requestId);
    return phase.kind === 'approved' ? (Object.values(phase.grants)[0] ?? null) : null;
  }

  async answer(requestId: string, decision: Decision, comment = ''): Promise<void> {
    const signed = signReview(this.identity, await this.get(requestId), { decision, comment });
    if (!signed.ok) throw new Error(signed.error.message);
    await this.api.reviews.give.mutate({ ...signed.value, idempotencyKey: newId() });
  }

  close(): Promise<void> {
    return this.#client.close();
  }
}

const newId = (): string => randomUUID().replaceAll('-', '').slice(0, 20);
