import type { OutboxItem, Snapshot, ViewName } from '../../shared/contract/snapshot.ts';
import { grantsOf } from '../../shared/domain/request/grants-of.ts';
import { isInTrouble } from '../../shared/domain/request/is-in-trouble.ts';
import { isStuck } from '../../shared/domain/grant/is-stuck.ts';
import { ownValue } from '../../shared/lib/own-value.ts';
import { pendingReviewers } from '../../shared/domain/request/pending-reviewers.ts';
import type { RequestState } from '../../shared/domain/request/request.ts';
import type { Instant } from '../../shared/lib/time.ts';
import { stillNeeded } from '../../shared/domain/request/waits-for.ts';
import { visibleText } from '../../shared/lib/visible-text.ts';
import { clockText } from '../clock-text.ts';
import { timeLeft } from './time-left.ts';
import type { TrayItem, TrayView } from './tray-view.ts';
import type { Words } from '../../shared/words/words.ts';

type Say = Words['desktop']['tray'];

/** A menu is read at a glance: more than this is in the window. */
const MOST_OF_A_KIND = 8;
const LONGEST_TITLE = 60;

/** Tray icon, tooltip and menu. Pure. */
export function trayViewOf(snapshot: Snapshot, now: Instant, words: Words): TrayView {
  const say = words.desktop.tray;
  const waiting = waitingForMe(snapshot);
  const trouble = troubleItems(snapshot, say);
  const active = activeItems(snapshot, now, words);
  const groups: TrayItem[][] = [
    statusItems(snapshot, now, words),
    trouble,
    [...active.items, ...settingUp(snapshot, say)],
    [
      ...(waiting > 0 ? [open(say.waitingForYou({ count: waiting }), 'inbox')] : []),
      ...myWaiting(snapshot, say),
    ],
    placeItems(snapshot, say),
    [{ kind: 'action', label: say.quit, does: { kind: 'quit' } }],
  ];
  const offline = snapshot.connection.kind === 'offline';
  const locked = snapshot.setup.kind === 'locked';
  return {
    icon:
      snapshot.log.alarm || trouble.length > 0
        ? 'alarm'
        : waiting > 0
          ? 'waiting'
          : offline || locked
            ? 'offline'
            : active.items.length > 0
              ? 'active'
              : 'idle',
    tooltip: tooltip({ trouble: trouble.length, waiting, active: active.count, offline, locked }, say),
    items: groups
      .filter((group) => group.length > 0)
      .flatMap((group, index): TrayItem[] => (index === 0 ? group : [{ kind: 'separator' }, ...group])),
  };
}

const open = (label: string, view: ViewName, requestId: string | null = null): TrayItem => ({
  kind: 'action',
  label,
  does: { kind: 'open', view, requestId },
});

/** After an alarm nothing can be answered: nothing is said to wait. */
function waitingForMe({ inbox, outbox, log }: Snapshot): number {
  if (log.alarm) return 0;
  const isReview = (item: OutboxItem): boolean =>
    (item.kind === 'approve' || item.kind === 'deny') && item.state !== 'refused';
  const answered = new Set(outbox.filter(isReview).map(({ requestId }) => requestId));
  return inbox.filter(({ facts }) => !answered.has(facts.requestId)).length;
}

function statusItems({ connection, log, outbox, setup }: Snapshot, now: Instant, words: Words): TrayItem[] {
  const say = words.desktop.tray;
  const at = (instant: Instant): { readonly at: string } => ({ at: clockText(instant, now, words) });
  const queued = outbox.filter(({ state }) => state !== 'refused').length;
  return [
    ...(log.alarm ? [open(say.doesNotVerify, 'history')] : []),
    ...(log.alarm && log.verifiedAt !== null
      ? [{ kind: 'text' as const, label: say.asOf(at(log.verifiedAt)) }]
      : []),
    // In one place for both, since on Linux a menu that is open follows each change: nothing moves under the pointer.
    ...(setup.kind === 'starting' ? [{ kind: 'text' as const, label: say.starting }] : []),
    ...(setup.kind === 'firstRun' ? [open(say.setUp, 'access')] : []),
    ...(setup.kind === 'locked' ? [open(say.locked, 'access')] : []),
    ...(setup.kind === 'signedOut' ? [open(say.signedOut, 'access')] : []),
    ...(connection.kind === 'offline'
      ? [
          connection.isStranger
            ? open(say.stranger(at(connection.since)), 'access')
            : connection.isTooOld
              ? open(say.tooOld, 'access')
              : { kind: 'text' as const, label: say.offline(at(connection.since)) },
        ]
      : []),
    ...(queued > 0 ? [open(say.notSent({ count: queued }), 'settings')] : []),
  ];
}

/** What should be gone and is not, first of all: mine under Access, what others hold under Inbox. */
function troubleItems({ mine, watching }: Snapshot, say: Say): TrayItem[] {
  const line = (state: RequestState, view: ViewName): TrayItem[] =>
    grantsOf(state)
      .filter(({ grant }) => isInTrouble(grant))
      .map(({ entitlement, grant }) => {
        const holder = view === 'inbox' ? ` (${short(state.facts.requesterName)})` : '';
        const what = `${short(entitlement.title)}${holder}`;
        return open((isStuck(grant) ? say.stuck : say.overdue)({ what }), view, state.facts.requestId);
      });
  const all = [
    ...mine.flatMap((state) => line(state, 'access')),
    ...watching.flatMap((state) => line(state, 'inbox')),
  ];
  return [...all.slice(0, MOST_OF_A_KIND), ...more(all.length, 'inbox', say)];
}

function activeItems(
  { mine }: Snapshot,
  now: Instant,
  words: Words,
): { readonly count: number; readonly items: TrayItem[] } {
  const active = mine.flatMap((state) =>
    grantsOf(state).flatMap(({ entitlement, grant }) =>
      grant.kind === 'active' && !grant.overdue
        ? [
            {
              title: entitlement.title,
              requestId: state.facts.requestId,
              expiresAt: grant.expiresAt,
            },
          ]
        : [],
    ),
  );
  active.sort((a, b) => a.expiresAt - b.expiresAt);
  const items = active
    .slice(0, MOST_OF_A_KIND)
    .map(({ title, requestId, expiresAt }) =>
      open(
        words.desktop.tray.timeLeft({ what: short(title), left: timeLeft(expiresAt - now, words) }),
        'access',
        requestId,
      ),
    );
  return { count: active.length, items: [...items, ...more(active.length, 'access', words.desktop.tray)] };
}

/** Approved, and not usable yet. */
function settingUp({ mine }: Snapshot, say: Say): TrayItem[] {
  const items = mine.flatMap((state) =>
    grantsOf(state)
      .filter(({ grant }) => grant.kind === 'scheduled' || grant.kind === 'activating')
      .map(({ entitlement }) =>
        open(say.settingUp({ what: short(entitlement.title) }), 'request', state.facts.requestId),
      ),
  );
  return [...items.slice(0, MOST_OF_A_KIND), ...more(items.length, 'access', say)];
}

function myWaiting({ mine, names }: Snapshot, say: Say): TrayItem[] {
  const waiting = mine.filter(({ phase }) => phase.kind === 'submitted');
  const items = waiting
    .slice(0, MOST_OF_A_KIND)
    .map((state) =>
      open(
        `${say.waiting({ what: short(titleOf(state)) })}${withWhom(state, names, say)}`,
        'access',
        state.facts.requestId,
      ),
    );
  return [...items, ...more(waiting.length, 'access', say)];
}

function withWhom(state: RequestState, names: Snapshot['names'], say: Say): string {
  const [first, ...others] = pendingReviewers(state);
  if (first === undefined) return '';
  const name = short(ownValue(names, first) ?? first);
  if (others.length === 0) return ` (${name})`;
  const must = stillNeeded(state);
  const isAll = must > others.length;
  if (must > 1 && !isAll) return say.someOf({ need: must, all: others.length + 1 });
  return (isAll ? say.andMore : say.orMore)({ who: name, count: others.length });
}

const titleOf = ({ facts }: RequestState): string => facts.entitlements.map(({ title }) => title).join(', ');

const more = (count: number, view: ViewName, say: Say): TrayItem[] =>
  count > MOST_OF_A_KIND ? [open(say.more({ count: count - MOST_OF_A_KIND }), view)] : [];

function placeItems({ setup }: Snapshot, say: Say): TrayItem[] {
  if (setup.kind === 'signedOut' || setup.kind === 'locked')
    return [open(say.history, 'history'), open(say.settings, 'settings')];
  if (setup.kind !== 'ready') return [];
  return [
    open(say.request, 'request'),
    open(say.inbox, 'inbox'),
    open(say.history, 'history'),
    open(say.settings, 'settings'),
  ];
}

function tooltip(
  what: {
    readonly trouble: number;
    readonly waiting: number;
    readonly active: number;
    readonly offline: boolean;
    readonly locked: boolean;
  },
  say: Say,
): string {
  const { trouble, waiting, active, offline, locked } = what;
  const parts = [
    ...(trouble > 0 ? [say.tooltip.overdue({ count: trouble })] : []),
    ...(waiting > 0 ? [say.waitingForYou({ count: waiting })] : []),
    ...(active > 0 ? [say.tooltip.active({ count: active })] : []),
    ...(locked ? [say.tooltip.locked] : offline ? [say.tooltip.offline] : []),
  ];
  return parts.length === 0 ? 'Latchkey' : `Latchkey: ${parts.join(', ')}`;
}

function short(text: string): string {
  const characters = Array.from(visibleText(text));
  return characters.length <= LONGEST_TITLE
    ? characters.join('')
    : `${characters.slice(0, LONGEST_TITLE - 1).join('')}…`;
}
