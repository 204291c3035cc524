import { wordsIn } from '../../shared/words/words.ts';
import type { ViewName } from '../../shared/contract/snapshot.ts';
import { isInTrouble } from '../../shared/domain/request/is-in-trouble.ts';
import { grantsOf, type RequestedGrant } from '../../shared/domain/request/grants-of.ts';
import { isStuck } from '../../shared/domain/grant/is-stuck.ts';
import type { GrantState } from '../../shared/domain/grant/grant.ts';
import type { RequestState } from '../../shared/domain/request/request.ts';
import { MINUTE_MS, type Instant } from '../../shared/lib/time.ts';
import { formatDuration } from '../../shared/lib/duration-text.ts';
import { noticeText } from '../../shared/lib/notice-text.ts';
import type { NoticeAction, WantedNotice } from './wanted-notice.ts';

/** What happens to the grants of one request: `mine` are told all of it, those who approved only what goes wrong. */
export function grantNotices(
  state: RequestState,
  view: {
    readonly isMine: boolean;
    readonly isOnline: boolean;
    readonly warnMinutes: number;
    readonly now: Instant;
    readonly nameOf: (id: string) => string;
  },
): WantedNotice[] {
  return grantsOf(state).flatMap((each) => {
    const trouble = troubleNotice(state, each, view);
    if (trouble) return [trouble];
    return view.isMine ? holderNotices(state, each, view) : [];
  });
}

function holderNotices(
  state: RequestState,
  { entitlement, grant }: RequestedGrant,
  view: {
    readonly warnMinutes: number;
    readonly now: Instant;
    readonly nameOf: (id: string) => string;
  },
): WantedNotice[] {
  const { grantId, title } = entitlement;
  const what = noticeText(title);
  const note = (kind: string, head: string, body: string, actions = open(state)): WantedNotice => ({
    id: `${kind}/${grantId}`,
    fingerprint: kind,
    title: head,
    body,
    urgency: 'normal',
    actions,
  });
  switch (grant.kind) {
    case 'active': {
      const left = grant.expiresAt - view.now;
      const warnMs = view.warnMinutes * MINUTE_MS;
      // Access that is shorter than the warning would be warned about at its start.
      const isEnding = left > 0 && left <= warnMs && grant.expiresAt - grant.startsAt > warnMs;
      if (isEnding) {
        const rounded = formatDuration(Math.ceil(left / MINUTE_MS) * MINUTE_MS);
        return [note('ending', `Access ends in ${rounded}`, what)];
      }
      const copy: NoticeAction = {
        id: 'copy',
        label: 'Copy command',
        does: { kind: 'copyCommand', grantId },
      };
      return left > 0
        ? [
            note('ready', 'Access is ready', `${what}\nfor ${formatDuration(left + 999)}`, [
              copy,
              ...open(state),
            ]),
          ]
        : [];
    }
    case 'revoked':
      if (grant.confirmedBy !== null) {
        const who = noticeText(view.nameOf(grant.confirmedBy), 60);
        return [note('gone', 'Access counts as gone', `${what}\nNot verified: ${who} says that it is gone.`)];
      }
      return grant.cause === 'activationFailed'
        ? [note('failed', 'Access could not be set up', `${what}\nNothing was left behind.`)]
        : [note('gone', goneTitle(grant, view.nameOf), `${what}\nIt was checked that nothing is left.`)];
    case 'failed':
      return [
        note(
          'failed',
          'Access could not be set up',
          `${what}\n${noticeText(wordsIn('en').spoken(grant.message))}`,
        ),
      ];
    case 'scheduled':
    case 'activating':
    case 'revoking':
      return [];
  }
}

function goneTitle(
  { cause, by }: Extract<GrantState, { kind: 'revoked' }>,
  nameOf: (id: string) => string,
): string {
  return cause === 'ended' && by !== null
    ? `${noticeText(nameOf(by), 60)} ended your access`
    : 'Access is gone';
}

function troubleNotice(
  state: RequestState,
  { entitlement, grant }: RequestedGrant,
  { isMine, isOnline }: { readonly isMine: boolean; readonly isOnline: boolean },
): WantedNotice | null {
  if (!isInTrouble(grant)) return null;
  const stuck = isStuck(grant);
  const overdue = isOnline
    ? 'Access should be gone and is not yet'
    : 'Access should be gone, and the service cannot be asked';
  const what = noticeText(entitlement.title);
  const message =
    grant.kind === 'revoking' && grant.lastMessage
      ? `\n${noticeText(wordsIn('en').spoken(grant.lastMessage))}`
      : '';
  return {
    id: `trouble/${entitlement.grantId}`,
    fingerprint: stuck ? 'stuck' : 'overdue',
    title: stuck ? 'Access cannot be taken away and needs a person' : overdue,
    body: `${what}, held by ${noticeText(state.facts.requesterName, 60)}${message}`,
    urgency: 'critical',
    actions: open(state, isMine ? 'access' : 'inbox'),
  };
}

const open = (state: RequestState, view: ViewName = 'access'): NoticeAction[] => [
  { id: 'default', label: 'Open', does: { kind: 'open', view, requestId: state.facts.requestId } },
];
