import { sameJson } from '../../lib/same-json.ts';
import { deviceStream } from '../device/device-stream.ts';
import type { Entry, LogRecord } from '../entry.ts';
import { STUCK_AFTER_ATTEMPTS } from '../grant/decide-grant.ts';
import { requestStream } from '../request/request-entry.ts';
import type { NewDevice, SignedStatement, Statement, StatementBodies, StatementType } from './statement.ts';

type Placed = Pick<LogRecord, 'stream' | 'entry' | 'at'>;

/** What an entry says of what was done, beside what a statement of it does: both have to be the same. Null: it is no such entry. */
type Claim = { readonly entry: unknown; readonly body: unknown } | null;

type Claims = {
  readonly [T in StatementType]: (record: Placed, statement: Statement<T>) => Claim;
};

/** Each type of statement, and which part of which entries it is that it says. */
const CLAIMS: Claims = {
  submitRequest({ stream, entry }, { by, body }) {
    if (entry.type !== 'requestSubmitted' && entry.type !== 'requestRefused') return null;
    const { requestId, requester, entitlements, durationMs, reason, ticket } = entry.facts;
    const entitlementIds = entitlements.map(({ entitlementId }) => entitlementId);
    return {
      entry: { stream, by: requester, requestId, entitlementIds, durationMs, reason, ticket },
      body: { stream: requestStream(body.requestId), by, ...body },
    };
  },
  withdrawRequest({ stream, entry }, { by, body }) {
    if (entry.type !== 'requestWithdrawn') return null;
    return { entry: { stream, by: entry.by }, body: { stream: requestStream(body.requestId), by } };
  },
  commentOnRequest({ stream, entry }, { by, body: { requestId, ...body } }) {
    if (entry.type !== 'requestCommented') return null;
    const { type: _type, ...said } = entry;
    return { entry: { stream, ...said }, body: { stream: requestStream(requestId), by, ...body } };
  },
  reviewRequest({ stream, entry, at: writtenAt }, { by, device, body }) {
    if (entry.type !== 'reviewGiven') return null;
    const { reviewer, deviceId, decision, comment, step, at } = entry.review;
    const { requestId, requestHash: _seen, ...said } = body;
    return {
      entry: { stream, reviewer, deviceId, decision, comment, step, at },
      body: { stream: requestStream(requestId), reviewer: by, deviceId: device, ...said, at: writtenAt },
    };
  },
  endGrant({ entry }, { by, body: { isGone, ...body } }) {
    if (entry.type !== (isGone ? 'grantConfirmedGone' : 'grantEnding')) return null;
    const { grantId, reason } = entry;
    return { entry: { by: entry.by, grantId, reason }, body: { by, ...body } };
  },
  endAllGrants({ entry }, { by, body }) {
    if (entry.type !== 'grantEnding') return null;
    const { cause, reason } = entry;
    return { entry: { cause, by: entry.by, reason }, body: { cause: 'returned', by, ...body } };
  },
  reportGrant({ stream, entry, at }, { device, body }) {
    const reported = reportedIn(body, { entry, at, device });
    if (!('grantId' in entry) || reported === null) return null;
    const { grantId } = entry;
    return {
      entry: { stream, grantId, ...reported.entry },
      body: { stream: requestStream(body.requestId), grantId: body.grantId, ...reported.body },
    };
  },
  publishOrganisation: ({ entry }, { body }) => published(entry, body),
  foundOrganisation({ stream, entry }, { by, device, body: { device: keys, documents, ...founded } }) {
    switch (entry.type) {
      case 'organisationCreated': {
        const { type: _type, ...said } = entry;
        return { entry: said, body: { ...founded, owner: by } };
      }
      case 'organisationPublished':
        return documents && published(entry, { ...documents, follows: 0 });
      case 'deviceRegistered':
        return registered({ stream, entry }, { ...keys, invitedBy: 'latchkey' }, { by, device });
      default:
        return null;
    }
  },
  eraseTexts({ entry }, { body }) {
    if (entry.type !== 'textsErased') return null;
    const named = new Set(body.seqs);
    const erased = entry.seqs.filter((seq) => named.has(seq));
    return { entry: erased.sort((a, b) => a - b), body: body.seqs };
  },
  inviteDevice({ entry }, { by, body }) {
    if (entry.type !== 'inviteCreated') return null;
    const { person, invitedBy, replaces, inviteKey, expiresAt } = entry;
    const isOfBefore = inviteKey === undefined;
    return {
      entry: { person, invitedBy, replaces, inviteKey, ...(!isOfBefore && { expiresAt }) },
      body: { ...body, invitedBy: by },
    };
  },
  joinOrganisation(
    { stream, entry },
    { by, device, body: { inviteKey: _key, byInvite: _signature, ...keys } },
  ) {
    if (entry.type !== 'deviceRegistered') return null;
    return registered({ stream, entry }, { ...keys, invitedBy: entry.invitedBy }, { by, device });
  },
  setRecoveryKey({ entry }, { body }) {
    return entry.type === 'recoveryKeySet' ? { entry: { recoveryKey: entry.recoveryKey }, body } : null;
  },
  signInRunner({ entry }, { body }) {
    if (entry.type !== 'runnerSignedIn') return null;
    const { device, signingKey } = entry;
    return { entry: { device, signingKey }, body };
  },
  rotateLogKey({ entry }, { body }) {
    if (entry.type !== 'logKeyRotated') return null;
    const { logKey, follows } = entry;
    return { entry: { logKey, follows }, body };
  },
  confirmMember({ entry }, { body }) {
    return entry.type === 'memberConfirmed' ? { entry: { person: entry.person }, body } : null;
  },
  renameDevice({ stream, entry }, { by, body: { device, name } }) {
    if (entry.type !== 'deviceRenamed') return null;
    const { type: _type, person: _person, ...said } = entry;
    return {
      entry: { stream, ...said },
      body: { stream: deviceStream.nameOf(device), deviceId: device, name, by },
    };
  },
  removeDevice({ stream, entry }, { by, body: { device, reason } }) {
    if (entry.type !== 'deviceRemoved') return null;
    const { deviceId, why } = entry;
    return {
      entry: { stream, deviceId, why },
      body: { stream: deviceStream.nameOf(device), deviceId: device, why: { cause: 'removed', by, reason } },
    };
  },
};

function published(entry: Entry, body: StatementBodies['publishOrganisation']): Claim {
  if (entry.type !== 'organisationPublished') return null;
  const { people, catalog, policy } = body.files;
  const files = { 'people.yaml': people, 'catalog.yaml': catalog, 'policy.yaml': policy };
  const { files: said, providerDigests, organisationVersion } = entry;
  const { follows } = body;
  return {
    entry: { files: said, providerDigests, ...(follows !== undefined && { organisationVersion }) },
    body: {
      ...{ files, providerDigests: body.providerDigests },
      ...(follows !== undefined && { organisationVersion: follows + 1 }),
    },
  };
}

/** Of the invite that it joined with, the rest is looked at beside that: see `judgeAuthority`. */
function registered(
  {
    stream,
    entry,
  }: Pick<Placed, 'stream'> & { readonly entry: Extract<Entry, { type: 'deviceRegistered' }> },
  keys: NewDevice & { readonly invitedBy: string },
  { by, device }: Pick<Statement, 'by' | 'device'>,
): Claim {
  const { type: _type, replaces: _replaces, recovered: _recovered, ...said } = entry;
  return {
    entry: { stream, ...said },
    body: { stream: deviceStream.nameOf(device), deviceId: device, person: by, ...keys },
  };
}

/** What a runner's report and this entry say, beside of which grant. Null: it is no entry of such a report. */
function reportedIn(
  body: StatementBodies['reportGrant'],
  { entry, at, device }: Pick<LogRecord, 'entry' | 'at'> & { readonly device: string },
): { readonly entry: object; readonly body: object } | null {
  switch (entry.type) {
    case 'grantActivated': {
      if (body.kind !== 'activated') return null;
      const { runnerId, startsAt, expiresAt, evidence } = entry;
      const said = { startsAt: body.startsAt, expiresAt: body.expiresAt, evidence: body.evidence };
      return { entry: { runnerId, startsAt, expiresAt, evidence }, body: { runnerId: device, ...said } };
    }
    case 'grantFailed':
      if (body.kind !== 'activationFailed') return null;
      return { entry: { message: entry.message }, body: { message: body.message } };
    case 'revocationFailed':
      if (body.kind !== 'revocationFailed') return null;
      return {
        entry: { message: entry.message, stuck: entry.stuck },
        body: { message: body.message, stuck: entry.attempts >= STUCK_AFTER_ATTEMPTS },
      };
    case 'grantFoundThere':
      if (!('wasThere' in body) || !body.wasThere) return null;
      return { entry: { runnerId: entry.runnerId }, body: { runnerId: device } };
    case 'grantRevoked': {
      if (body.kind !== 'revoked') return null;
      const { verifiedAt, evidence } = entry;
      // Of a runner whose clock is ahead the service takes its own.
      const isOwnClock = verifiedAt === at && body.verifiedAt > at;
      const said = { verifiedAt: isOwnClock ? at : body.verifiedAt, evidence: body.evidence };
      return { entry: { verifiedAt, evidence }, body: said };
    }
    default:
      return null;
  }
}

/** Whether the entry says what this statement does, of the same request and by the same person. Pure. */
export function saysSame(record: Placed, { statement }: SignedStatement): boolean {
  const claimOf = CLAIMS[statement.type] as (record: Placed, statement: Statement) => Claim;
  const claim = claimOf(record, statement);
  return claim !== null && sameJson(claim.entry, claim.body);
}
