import type { OutboxItem, Snapshot } from '../../shared/contract/snapshot.ts';
import { grantsOf } from '../../shared/domain/grants-of.ts';
import { ownValue } from '../../shared/domain/own-value.ts';
import type { RequestState } from '../../shared/domain/request.ts';
import type { Instant } from '../../shared/domain/time.ts';
import { grantNotices } from './grant-notices.ts';
import { noticeText } from './notice-text.ts';
import { requestNotices } from './request-notices.ts';
import { reviewNotice } from './review-notice.ts';
import type { WantedNotice } from './wanted-notice.ts';

/**
 * Every notification that should be there now. Pure, and a matter of what is true rather than of what just happened: what
 * no longer follows from the snapshot is withdrawn, and what was told before a restart is not told again (notice-changes.ts).
 * `since`: what was over before this device joined is no news.
 */
export function wantedNotices(snapshot: Snapshot, since: Instant, now: Instant): readonly WantedNotice[] {
  const alarm = alarmNotice(snapshot);
  if (!snapshot.settings.notifications) return alarm;
  const { inbox, mine, watching, recent, outbox, me, settings } = snapshot;
  const nameOf = (id: string): string => ownValue(snapshot.names, id) ?? id;
  const answered = new Set(outbox.filter(isReview).map(({ requestId }) => requestId));
  const view = (state: RequestState) => ({
    isMine: state.facts.requester === me?.id,
    isOnline: snapshot.connection.kind !== 'offline',
    warnMinutes: settings.warnMinutes,
    now,
  });
  return [
    ...alarm,
    ...inbox.filter(({ facts }) => !answered.has(facts.requestId)).map(reviewNotice),
    ...[...mine, ...watching].flatMap((state) => grantNotices(state, view(state))),
    ...recent
      .filter((state) => lastChange(state) >= since)
      .flatMap((state) => [
        ...(state.facts.requester === me?.id ? requestNotices(state, nameOf) : []),
        ...grantNotices(state, view(state)),
      ]),
    ...outbox.filter(({ state }) => state === 'refused').map(refusedNotice),
  ];
}

const isReview = ({ kind, state }: OutboxItem): boolean =>
  (kind === 'approve' || kind === 'deny') && state !== 'refused';

function lastChange(state: RequestState): number {
  const { phase } = state;
  const ends = grantsOf(state).map(({ grant }) =>
    grant.kind === 'revoked' ? grant.verifiedAt : grant.kind === 'failed' ? grant.at : 0,
  );
  return Math.max(phase.kind === 'submitted' ? 0 : phase.at, ...ends);
}

const VERBS: Readonly<Record<OutboxItem['kind'], string>> = {
  submit: 'request',
  approve: 'approval',
  deny: 'denial',
  withdraw: 'withdrawal',
  end: 'giving back',
};

function refusedNotice(item: OutboxItem): WantedNotice {
  return {
    id: `outbox/${item.key}`,
    fingerprint: 'refused',
    title: `Your ${VERBS[item.kind]} was refused`,
    body: `${noticeText(item.title)}\n${noticeText(item.message ?? '')}`,
    urgency: 'normal',
    actions: [
      { id: 'default', label: 'Open', does: { kind: 'open', view: 'inbox', requestId: item.requestId } },
    ],
  };
}

function alarmNotice({ log }: Snapshot): WantedNotice[] {
  if (!log.alarm) return [];
  return [
    {
      id: 'alarm',
      fingerprint: log.alarm.evidenceFile,
      title: 'The history does not verify',
      body: `${noticeText(log.alarm.sentence)}\nNothing new of it is believed. Tell an owner, and keep the evidence file.`,
      urgency: 'critical',
      actions: [{ id: 'default', label: 'Open', does: { kind: 'open', view: 'history', requestId: null } }],
    },
  ];
}
