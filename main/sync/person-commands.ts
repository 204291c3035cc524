import { randomBytes } from 'node:crypto';
import { say } from '../../shared/client/say.ts';
import { reviewOf } from '../../shared/client/review-of.ts';
import type { Signer } from '../../shared/client/signer.ts';
import type { SentBody } from '../../shared/contract/statement-schemas.ts';
import type { StatementType } from '../../shared/domain/statements/statement.ts';
import type { IpcParsed } from '../../shared/contract/ipc.ts';
import { isHighRisk } from '../../shared/domain/organisation/high-risk.ts';
import { refuse } from '../../shared/domain/refusal.ts';
import { ownValue } from '../../shared/lib/own-value.ts';
import { commitmentOf, isErased } from '../../shared/lib/said.ts';
import type { RequestState } from '../../shared/domain/request/request.ts';
import { knownText } from '../../shared/domain/request/words-of.ts';
import { shortText } from '../../shared/lib/short-text.ts';
import { err, ok } from '../../shared/lib/result.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import { sha256 } from '../../shared/system/node-crypto.ts';
import type { Outbox, Sent } from './outbox.ts';
import type { OutboxCommand } from '../store/outbox-command.ts';

/** Everything that a person can tell the service to do, from a window, the tray or a notification. */
export interface PersonCommands {
  submit(draft: IpcParsed<'requests.submit'>): Promise<Sent & { readonly requestId: string }>;
  withdraw(requestId: string): Promise<Sent>;
  comment(requestId: string, comment: string): Promise<Sent>;
  review(review: IpcParsed<'reviews.give'>): Promise<Sent>;
  end(grantId: string, reason: string): Promise<Sent>;
}

export function createPersonCommands(parts: {
  readonly clock: Clock;
  readonly outbox: Outbox;
  /** Null while this device is nobody's. */
  readonly signer: () => Signer | null;
  readonly requests: () => Readonly<Record<string, RequestState>>;
  readonly titleOf: (entitlementId: string) => string;
}): PersonCommands {
  const { clock, outbox, requests } = parts;
  /** By this device, at this moment: what waits is sent as it was given. */
  const signed = async <T extends StatementType>(type: T, body: SentBody<T>) => {
    const signer = parts.signer();
    return signer ? ok({ signed: await signer.sign(type, body) }) : err(NOBODY);
  };
  const common = (requestId: string, title: string, seen?: RequestState) => ({
    key: randomBytes(18).toString('base64url'),
    requestId,
    title: shortText(title, 5_000),
    about: seen && aboutOf(seen),
    createdAt: clock.now(),
    state: 'sending' as const,
    message: null,
  });
  /** Of a request that is there already. */
  const commonOf = (requestId: string, grantId?: string) => {
    const known = ownValue(requests(), requestId);
    if (!known) return common(requestId, `request ${requestId}`);
    const { entitlements } = known.facts;
    const what =
      grantId === undefined ? entitlements : entitlements.filter((each) => each.grantId === grantId);
    return common(requestId, what.map(({ title }) => title).join(', '), known);
  };
  return {
    async submit(draft) {
      const requestId = randomBytes(10).toString('hex');
      const about = common(requestId, draft.entitlementIds.map(parts.titleOf).join(', '));
      const said = { ...draft, reason: say(draft.reason), requestId };
      const input = await signed('submitRequest', said);
      if (!input.ok) return { ...input, requestId };
      return { ...(await outbox.give({ ...about, procedure: 'submit', input: input.value })), requestId };
    },
    async withdraw(requestId) {
      const about = commonOf(requestId);
      const input = await signed('withdrawRequest', { requestId });
      return input.ok ? outbox.give({ ...about, procedure: 'withdraw', input: input.value }) : input;
    },
    async comment(requestId, comment) {
      const about = commonOf(requestId);
      const commentId = randomBytes(10).toString('hex');
      const input = await signed('commentOnRequest', { requestId, commentId, comment: say(comment) });
      return input.ok ? outbox.give({ ...about, procedure: 'comment', input: input.value }) : input;
    },
    async review({ requestId, decision, comment, requestHash, step, isConfirmed }) {
      const seen = ownValue(requests(), requestId);
      if (!seen) return err(refuse('notFound', 'requestUnknownHere'));
      const { facts, phase } = seen;
      // Signed is what was on the screen at the click; anything else has to be looked at first.
      if (facts.requestHash !== requestHash || phase.kind !== 'submitted' || phase.step !== step) {
        return err(refuse('requestChanged', 'requestNotAsSeen'));
      }
      if (decision === 'approve' && isHighRisk(facts) && isConfirmed !== true)
        return err(refuse('badInput', 'highRiskInWindow'));
      const review = reviewOf(seen, { decision, comment });
      if (!review.ok) return review;
      const about = commonOf(requestId);
      const input = await signed('reviewRequest', review.value);
      return input.ok ? outbox.give({ ...about, procedure: 'review', input: input.value }) : input;
    },
    async end(grantId, reason) {
      const held = Object.values(requests()).find(({ facts }) =>
        facts.entitlements.some((each) => each.grantId === grantId),
      );
      if (!held) return err(refuse('notFound', 'grantUnknownHere'));
      const { requestId } = held.facts;
      const about = commonOf(requestId, grantId);
      const input = await signed('endGrant', { grantId, reason: say(reason), isGone: false });
      return input.ok ? outbox.give({ ...about, procedure: 'end', input: input.value }) : input;
    },
  };
}

/** Texts of people, as long as they may be kept. */
const aboutOf = ({ facts }: RequestState): OutboxCommand['about'] => ({
  requesterName: shortText(facts.requesterName, 1_000),
  durationMs: facts.durationMs,
  reason: shortText(knownText(facts.reason), 20_000),
  ...(isErased(facts.reason) ? { isErased: true } : {}),
  boundBy: commitmentOf(sha256, facts.reason),
});

const NOBODY = refuse('notSignedIn', 'notSignedInYet');
