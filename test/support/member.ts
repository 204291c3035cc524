import { inEnglish } from '../../shared/words/words.ts';
import { randomUUID } from 'node:crypto';
import type { Client } from '../../shared/client/create-client.ts';
import type { Identity } from '../../shared/client/identity.ts';
import { joinService } from '../../shared/client/join-service.ts';
import { logKeyOutput } from '../../shared/contract/api-schemas.ts';
import { makeInvite } from '../../shared/client/make-invite.ts';
import { systemClock } from '../../shared/system/system-clock.ts';
import { reviewOf } from '../../shared/client/review-of.ts';
import type { Decision, RequestState } from '../../shared/domain/request/request.ts';
import type { GrantState } from '../../shared/domain/grant/grant.ts';
import { durationMs } from '../../shared/lib/time.ts';
import { clientFor } from './client-for.ts';
import { say } from '../../shared/client/say.ts';

/** A person with a device that has no windows: what the command line does, called directly. */
export class Member {
  readonly identity: Identity;
  readonly api: Client['api'];
  readonly #client: Client;

  private constructor(identity: Identity) {
    this.identity = identity;
    this.#client = clientFor(identity);
    this.api = this.#client.api;
  }

  static async join(url: string, code: string): Promise<Member> {
    const joined = await joinService({ url, code, deviceName: 'test device' });
    if (!joined.ok) throw new Error(inEnglish(joined.error.told));
    return new Member(joined.value);
  }

  /** A device that joined before. */
  static of(identity: Identity | undefined): Member {
    if (!identity) throw new Error('nobody joined');
    return new Member(identity);
  }

  /** The code for another person, when this one is an owner, or for another device of their own. */
  async invite(person: string): Promise<string> {
    return (await makeInvite(this.api, this.identity, { person, now: systemClock.now() })).code;
  }

  /** As an owner: the log is signed by another key from now on. */
  async rotateLogKey(): Promise<void> {
    const { logKey } = logKeyOutput.parse(await this.api.org.newLogKey.mutate());
    await this.api.org.rotateLogKey.mutate({ logKey, follows: this.identity.log.key });
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
    const review = reviewOf(await this.get(requestId), { decision, comment });
    if (!review.ok) throw new Error(inEnglish(review.error.told));
    await this.api.reviews.give.mutate(review.value);
  }

  close(): Promise<void> {
    return this.#client.close();
  }
}

const newId = (): string => randomUUID().replaceAll('-', '').slice(0, 20);
