import type { Words } from '../../shared/words/words.ts';
import type { ViewName } from '../../shared/contract/snapshot.ts';
import { isInTrouble } from '../../shared/domain/request/is-in-trouble.ts';
import { grantsOf, type RequestedGrant } from '../../shared/domain/request/grants-of.ts';
import { isStuck } from '../../shared/domain/grant/is-stuck.ts';
import type { GrantState } from '../../shared/domain/grant/grant.ts';
import type { RequestState } from '../../shared/domain/request/request.ts';
import { MINUTE_MS, type Instant } from '../../shared/lib/time.ts';
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
    readonly words: Words;
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
    readonly words: Words;
  },
): WantedNotice[] {
  const { grantId, title } = entitlement;
  const { words } = view;
  const say = words.desktop.notices.grant;
  const what = noticeText(title);
  const note = (kind: string, head: string, body: string, actions = open(state, words)): WantedNotice => ({
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
        const rounded = words.formats.duration(Math.ceil(left / MINUTE_MS) * MINUTE_MS);
        return [note('ending', say.endsIn({ duration: rounded }), what)];
      }
      const copy: NoticeAction = {
        id: 'copy',
        label: say.copyCommand,
        does: { kind: 'copyCommand', grantId },
      };
      return left > 0
        ? [
            note(
              'ready',
              say.ready,
              `${what}\n${say.forLong({ duration: words.formats.duration(left + 999) })}`,
              [copy, ...open(state, words)],
            ),
          ]
        : [];
    }
    case 'revoked':
      if (grant.confirmedBy !== null) {
        const who = noticeText(view.nameOf(grant.confirmedBy), 60);
        return [note('gone', say.countsAsGone, `${what}\n${say.saidGone({ who })}`)];
      }
      return grant.cause === 'activationFailed'
        ? [note('failed', say.notSetUp, `${what}\n${say.nothingLeft}`)]
        : [note('gone', goneTitle(grant, view), `${what}\n${say.checkedGone}`)];
    case 'failed':
      return [note('failed', say.notSetUp, `${what}\n${noticeText(words.ofRunner(grant.message))}`)];
    case 'scheduled':
    case 'activating':
    case 'revoking':
      return [];
  }
}

function goneTitle(
  { cause, by }: Extract<GrantState, { kind: 'revoked' }>,
  { nameOf, words }: { readonly nameOf: (id: string) => string; readonly words: Words },
): string {
  const say = words.desktop.notices.grant;
  return cause === 'ended' && by !== null ? say.endedBy({ who: noticeText(nameOf(by), 60) }) : say.gone;
}

function troubleNotice(
  state: RequestState,
  { entitlement, grant }: RequestedGrant,
  {
    isMine,
    isOnline,
    words,
  }: { readonly isMine: boolean; readonly isOnline: boolean; readonly words: Words },
): WantedNotice | null {
  if (!isInTrouble(grant)) return null;
  const say = words.desktop.notices.grant;
  const stuck = isStuck(grant);
  const overdue = isOnline ? say.overdue : say.overdueOffline;
  const what = noticeText(entitlement.title);
  const message =
    grant.kind === 'revoking' && grant.lastMessage
      ? `\n${noticeText(words.ofRunner(grant.lastMessage))}`
      : '';
  return {
    id: `trouble/${entitlement.grantId}`,
    fingerprint: stuck ? 'stuck' : 'overdue',
    title: stuck ? say.stuck : overdue,
    body: `${say.heldBy({ what, who: noticeText(state.facts.requesterName, 60) })}${message}`,
    urgency: 'critical',
    actions: open(state, words, isMine ? 'access' : 'inbox'),
  };
}

const open = (state: RequestState, words: Words, view: ViewName = 'access'): NoticeAction[] => [
  {
    id: 'default',
    label: words.desktop.notices.open,
    does: { kind: 'open', view, requestId: state.facts.requestId },
  },
];
