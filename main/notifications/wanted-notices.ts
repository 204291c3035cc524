import type { Words } from '../../shared/words/words.ts';
import type { OutboxItem, Snapshot, ViewName } from '../../shared/contract/snapshot.ts';
import { isTooOld } from '../../shared/contract/is-too-old.ts';
import { grantsOf } from '../../shared/domain/request/grants-of.ts';
import { ownValue } from '../../shared/lib/own-value.ts';
import { reasonWords } from '../../shared/domain/request/words-of.ts';
import { remindersIn } from '../../shared/domain/request/reminders.ts';
import type { RequestState } from '../../shared/domain/request/request.ts';
import type { Instant } from '../../shared/lib/time.ts';
import { commentNotices } from './comment-notices.ts';
import { grantNotices } from './grant-notices.ts';
import { noticeText } from '../../shared/lib/notice-text.ts';
import { organisationNotices } from './organisation-notices.ts';
import { requestNotices } from './request-notices.ts';
import { reviewNotice } from './review-notice.ts';
import { tellApart } from './tell-apart.ts';
import type { WantedNotice } from './wanted-notice.ts';
import { spokenOf } from '../../shared/contract/spoken-of.ts';

/**
 * Every notification that should be there now. Pure, and a matter of what is true rather than of what just happened: what
 * no longer follows from the snapshot is withdrawn, and what was told before a restart is not told again (notice-changes.ts).
 * `since`: what was over before this device joined is no news. The setting that keeps them quiet is the desk's matter.
 */
export function wantedNotices(
  snapshot: Snapshot,
  { since, now, words }: { readonly since: Instant; readonly now: Instant; readonly words: Words },
): readonly WantedNotice[] {
  const { inbox, mine, watching, recent, outbox, me, settings } = snapshot;
  const nameOf = (id: string): string => ownValue(snapshot.names, id) ?? id;
  const answered = new Set(outbox.filter(isReview).map(({ requestId }) => requestId));
  const view = (state: RequestState) => ({
    isMine: state.facts.requester === me?.id,
    isOnline: snapshot.connection.kind !== 'offline',
    warnMinutes: settings.warnMinutes,
    now,
    nameOf,
    words,
  });
  return tellApart([
    ...alarmNotice(snapshot, words),
    ...organisationNotices(snapshot.notices, { words, nameOf }),
    // What came from a log that is not believed is not put before anybody to be answered.
    ...reviewNotices(snapshot.log.alarm ? [] : inbox.filter(({ facts }) => !answered.has(facts.requestId)), {
      isTooOld: isTooOld(snapshot.connection),
      words,
    }),
    ...[...inbox, ...mine, ...recent].flatMap((state) =>
      commentNotices(state, { meId: me?.id ?? '', nameOf, since, now, words }),
    ),
    ...[...mine, ...watching].flatMap((state) => grantNotices(state, view(state))),
    ...recent
      .filter((state) => lastChange(state) >= since)
      .flatMap((state) => [
        ...(state.facts.requester === me?.id && !isAskedAgain(state, mine)
          ? requestNotices(state, { nameOf, words })
          : []),
        ...grantNotices(state, view(state)),
      ]),
    ...outbox.filter(({ state }) => state === 'refused').map((item) => refusedNotice(item, words)),
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
  view: { readonly isTooOld: boolean; readonly words: Words },
): WantedNotice[] {
  if (waiting.length <= MOST_REVIEWS) return waiting.map((state) => reviewNotice(state, view));
  const say = view.words.desktop.notices;
  const open = { kind: 'open', view: 'inbox', requestId: null } as const;
  return [
    {
      id: 'review/many',
      // Told again for each that comes and each reminder, and for what goes only where that was reminded of last.
      fingerprint: [waiting.at(-1)?.facts.requestId, lastReminder(waiting)].filter(Boolean).join('/'),
      title: say.manyWait({ count: waiting.length }),
      body: say.lastOf({ who: noticeText(waiting.at(-1)?.facts.requesterName ?? '', 60) }),
      urgency: 'critical',
      actions: [
        { id: 'open', label: say.open, does: open },
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

/** Where what was refused can be seen, and done again. */
function placeOf({ kind, requestId }: OutboxItem): { view: ViewName; requestId: string } {
  if (kind === 'approve' || kind === 'deny') return { view: 'inbox', requestId };
  return { view: kind === 'end' ? 'access' : 'request', requestId };
}

const aboutText = (
  { requesterName, durationMs, reason }: NonNullable<OutboxItem['about']>,
  words: Words,
): string =>
  words.desktop.notices.askedBy({
    who: noticeText(requesterName, 60),
    duration: words.formats.exactDuration(durationMs),
    why: noticeText(reasonWords(reason, words), 80),
  });

function refusedNotice(item: OutboxItem, words: Words): WantedNotice {
  const say = words.desktop.notices;
  return {
    id: `outbox/${item.key}`,
    fingerprint: 'refused',
    said: item.about && reasonWords(item.about.reason, words),
    title: say.refused[item.kind],
    body: [
      noticeText(item.title),
      ...(item.about ? [aboutText(item.about, words)] : []),
      noticeText(words.spoken(item.message ?? '')),
    ].join('\n'),
    urgency: 'normal',
    actions: [{ id: 'default', label: say.open, does: { kind: 'open', ...placeOf(item) } }],
  };
}

function alarmNotice({ log, me }: Snapshot, words: Words): WantedNotice[] {
  if (!log.alarm) return [];
  const say = words.desktop.notices;
  return [
    {
      id: 'alarm',
      fingerprint: log.alarm.evidenceFile,
      title: say.alarm,
      body: say.alarmBody({
        sentence: noticeText(words.spoken(spokenOf(log.alarm))),
        isOwner: me?.isOwner ?? false,
        isKept: log.alarm.unkept === undefined,
      }),
      urgency: 'critical',
      actions: [{ id: 'default', label: say.open, does: { kind: 'open', view: 'history', requestId: null } }],
    },
  ];
}
