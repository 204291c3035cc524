import { wordsIn } from '../../shared/words/words.ts';
import type { OutboxItem, Snapshot, ViewName } from '../../shared/contract/snapshot.ts';
import { isTooOld } from '../../shared/contract/is-too-old.ts';
import { grantsOf } from '../../shared/domain/request/grants-of.ts';
import { ownValue } from '../../shared/lib/own-value.ts';
import { remindersIn } from '../../shared/domain/request/reminders.ts';
import type { RequestState } from '../../shared/domain/request/request.ts';
import type { Instant } from '../../shared/lib/time.ts';
import { commentNotices } from './comment-notices.ts';
import { grantNotices } from './grant-notices.ts';
import { exactDuration } from '../../shared/lib/duration-text.ts';
import { noticeText } from '../../shared/lib/notice-text.ts';
import { organisationNotices } from './organisation-notices.ts';
import { requestNotices } from './request-notices.ts';
import { reviewNotice } from './review-notice.ts';
import { tellApart } from './tell-apart.ts';
import type { WantedNotice } from './wanted-notice.ts';

/**
 * Every notification that should be there now. Pure, and a matter of what is true rather than of what just happened: what
 * no longer follows from the snapshot is withdrawn, and what was told before a restart is not told again (notice-changes.ts).
 * `since`: what was over before this device joined is no news. The setting that keeps them quiet is the desk's matter.
 */
export function wantedNotices(snapshot: Snapshot, since: Instant, now: Instant): readonly WantedNotice[] {
  const { inbox, mine, watching, recent, outbox, me, settings } = snapshot;
  const nameOf = (id: string): string => ownValue(snapshot.names, id) ?? id;
  const answered = new Set(outbox.filter(isReview).map(({ requestId }) => requestId));
  const view = (state: RequestState) => ({
    isMine: state.facts.requester === me?.id,
    isOnline: snapshot.connection.kind !== 'offline',
    warnMinutes: settings.warnMinutes,
    now,
    nameOf,
  });
  return tellApart([
    ...alarmNotice(snapshot),
    ...organisationNotices(snapshot.notices),
    ...reviewNotices(
      inbox.filter(({ facts }) => !answered.has(facts.requestId)),
      { isTooOld: isTooOld(snapshot.connection) },
    ),
    ...[...inbox, ...mine, ...recent].flatMap((state) =>
      commentNotices(state, { meId: me?.id ?? '', nameOf, since, now }),
    ),
    ...[...mine, ...watching].flatMap((state) => grantNotices(state, view(state))),
    ...recent
      .filter((state) => lastChange(state) >= since)
      .flatMap((state) => [
        ...(state.facts.requester === me?.id && !isAskedAgain(state, mine)
          ? requestNotices(state, nameOf)
          : []),
        ...grantNotices(state, view(state)),
      ]),
    ...outbox.filter(({ state }) => state === 'refused').map(refusedNotice),
  ]);
}

/** That it has to be asked again is no news to whoever did. */
const isAskedAgain = ({ facts }: RequestState, mine: readonly RequestState[]): boolean =>
  mine.some(({ facts: later }) => later.submittedAt > facts.submittedAt && idsOf(later) === idsOf(facts));
const idsOf = ({ entitlements }: RequestState['facts']): string =>
  JSON.stringify(entitlements.map(({ entitlementId }) => entitlementId).sort());

/** More notices that stay on the screen hide what is worked on; the inbox has all of them. */
const MOST_REVIEWS = 5;

function reviewNotices(
  waiting: readonly RequestState[],
  view: { readonly isTooOld: boolean },
): WantedNotice[] {
  if (waiting.length <= MOST_REVIEWS) return waiting.map((state) => reviewNotice(state, view));
  const open = { kind: 'open', view: 'inbox', requestId: null } as const;
  return [
    {
      id: 'review/many',
      // Told again for each that comes and each reminder, and for what goes only where that was reminded of last.
      fingerprint: [waiting.at(-1)?.facts.requestId, lastReminder(waiting)].filter(Boolean).join('/'),
      title: `${waiting.length} requests wait for you`,
      body: `The last one is of ${noticeText(waiting.at(-1)?.facts.requesterName ?? '', 60)}.`,
      urgency: 'critical',
      actions: [
        { id: 'open', label: 'Open', does: open },
        { id: 'default', label: '', does: open },
      ],
    },
  ];
}

/** 0: nobody was reminded. */
const lastReminder = (waiting: readonly RequestState[]): number =>
  Math.max(0, ...waiting.map((state) => (remindersIn(state) > 0 ? (state.reminded?.at ?? 0) : 0)));

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
  comment: 'comment',
  end: 'request to end access',
};

/** Where what was refused can be seen, and done again. */
function placeOf({ kind, requestId }: OutboxItem): { view: ViewName; requestId: string } {
  if (kind === 'approve' || kind === 'deny') return { view: 'inbox', requestId };
  return { view: kind === 'end' ? 'access' : 'request', requestId };
}

const aboutText = ({ requesterName, durationMs, reason }: NonNullable<OutboxItem['about']>): string =>
  `Asked by ${noticeText(requesterName, 60)} for ${exactDuration(durationMs)}: ${noticeText(reason, 80)}`;

function refusedNotice(item: OutboxItem): WantedNotice {
  return {
    id: `outbox/${item.key}`,
    fingerprint: 'refused',
    said: item.about?.reason,
    title: `Your ${VERBS[item.kind]} was refused`,
    body: [
      noticeText(item.title),
      ...(item.about ? [aboutText(item.about)] : []),
      noticeText(wordsIn('en').spoken(item.message ?? '')),
    ].join('\n'),
    urgency: 'normal',
    actions: [{ id: 'default', label: 'Open', does: { kind: 'open', ...placeOf(item) } }],
  };
}

function alarmNotice({ log, me }: Snapshot): WantedNotice[] {
  if (!log.alarm) return [];
  return [
    {
      id: 'alarm',
      fingerprint: log.alarm.evidenceFile,
      title: 'The history does not verify',
      body: `${noticeText(log.alarm.sentence)}\nNothing new of it is believed. Tell ${me?.isOwner ? 'whoever runs the service' : 'an owner'}${log.alarm.unkept === undefined ? ', and keep the evidence file' : ''}.`,
      urgency: 'critical',
      actions: [{ id: 'default', label: 'Open', does: { kind: 'open', view: 'history', requestId: null } }],
    },
  ];
}
