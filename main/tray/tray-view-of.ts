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

/** A menu is read at a glance: more than this is in the window. */
const MOST_OF_A_KIND = 8;
const LONGEST_TITLE = 60;

/** Tray icon, tooltip and menu. Pure. */
export function trayViewOf(snapshot: Snapshot, now: Instant): TrayView {
  const waiting = waitingForMe(snapshot);
  const trouble = troubleItems(snapshot);
  const active = activeItems(snapshot, now);
  const groups: TrayItem[][] = [
    statusItems(snapshot, now),
    trouble,
    [...active.items, ...settingUp(snapshot)],
    [...(waiting > 0 ? [open(`${waiting} waiting for you`, 'inbox')] : []), ...myWaiting(snapshot)],
    placeItems(snapshot),
    [{ kind: 'action', label: 'Quit', does: { kind: 'quit' } }],
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
    tooltip: tooltip({ trouble: trouble.length, waiting, active: active.count, offline, locked }),
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

function waitingForMe({ inbox, outbox }: Snapshot): number {
  const isReview = (item: OutboxItem): boolean =>
    (item.kind === 'approve' || item.kind === 'deny') && item.state !== 'refused';
  const answered = new Set(outbox.filter(isReview).map(({ requestId }) => requestId));
  return inbox.filter(({ facts }) => !answered.has(facts.requestId)).length;
}

function statusItems({ connection, log, outbox, setup }: Snapshot, now: Instant): TrayItem[] {
  const queued = outbox.filter(({ state }) => state !== 'refused').length;
  return [
    ...(log.alarm ? [open('The history does not verify', 'history')] : []),
    ...(log.alarm && log.verifiedAt !== null
      ? [{ kind: 'text' as const, label: `Shown as of ${clockText(log.verifiedAt, now)}` }]
      : []),
    // In one place for both, since on Linux a menu that is open follows each change: nothing moves under the pointer.
    ...(setup.kind === 'starting' ? [{ kind: 'text' as const, label: 'Latchkey is starting…' }] : []),
    ...(setup.kind === 'firstRun' ? [open('Set up Latchkey…', 'access')] : []),
    ...(setup.kind === 'locked' ? [open('Locked: enter the passphrase…', 'access')] : []),
    ...(setup.kind === 'signedOut' ? [open('Signed out: join again or leave…', 'access')] : []),
    ...(connection.kind === 'offline'
      ? [
          connection.isStranger
            ? open(`Another service answers since ${clockText(connection.since, now)}`, 'access')
            : connection.isTooOld
              ? open('Update Latchkey: too old for the service', 'access')
              : { kind: 'text' as const, label: `Offline since ${clockText(connection.since, now)}` },
        ]
      : []),
    ...(queued > 0 ? [open(`${queued} not sent yet`, 'settings')] : []),
  ];
}

/** What should be gone and is not, first of all: mine under Access, what others hold under Inbox. */
function troubleItems({ mine, watching }: Snapshot): TrayItem[] {
  const line = (state: RequestState, view: ViewName): TrayItem[] =>
    grantsOf(state)
      .filter(({ grant }) => isInTrouble(grant))
      .map(({ entitlement, grant }) => {
        const word = isStuck(grant) ? 'stuck, not gone' : 'overdue';
        const holder = view === 'inbox' ? ` (${short(state.facts.requesterName)})` : '';
        return open(`${short(entitlement.title)}${holder}: ${word}`, view, state.facts.requestId);
      });
  const all = [
    ...mine.flatMap((state) => line(state, 'access')),
    ...watching.flatMap((state) => line(state, 'inbox')),
  ];
  return [...all.slice(0, MOST_OF_A_KIND), ...more(all.length, 'inbox')];
}

function activeItems(
  { mine }: Snapshot,
  now: Instant,
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
      open(`${short(title)}: ${timeLeft(expiresAt - now)}`, 'access', requestId),
    );
  return { count: active.length, items: [...items, ...more(active.length, 'access')] };
}

/** Approved, and not usable yet. */
function settingUp({ mine }: Snapshot): TrayItem[] {
  const items = mine.flatMap((state) =>
    grantsOf(state)
      .filter(({ grant }) => grant.kind === 'scheduled' || grant.kind === 'activating')
      .map(({ entitlement }) =>
        open(`Setting up: ${short(entitlement.title)}`, 'request', state.facts.requestId),
      ),
  );
  return [...items.slice(0, MOST_OF_A_KIND), ...more(items.length, 'access')];
}

function myWaiting({ mine, names }: Snapshot): TrayItem[] {
  const waiting = mine.filter(({ phase }) => phase.kind === 'submitted');
  const items = waiting
    .slice(0, MOST_OF_A_KIND)
    .map((state) =>
      open(`Waiting: ${short(titleOf(state))}${withWhom(state, names)}`, 'access', state.facts.requestId),
    );
  return [...items, ...more(waiting.length, 'access')];
}

function withWhom(state: RequestState, names: Snapshot['names']): string {
  const [first, ...others] = pendingReviewers(state);
  if (first === undefined) return '';
  const name = short(ownValue(names, first) ?? first);
  if (others.length === 0) return ` (${name})`;
  const must = stillNeeded(state);
  const isAll = must > others.length;
  return must > 1 && !isAll
    ? ` (${must} of ${others.length + 1})`
    : ` (${name} ${isAll ? 'and' : 'or'} ${others.length} more)`;
}

const titleOf = ({ facts }: RequestState): string => facts.entitlements.map(({ title }) => title).join(', ');

const more = (count: number, view: ViewName): TrayItem[] =>
  count > MOST_OF_A_KIND ? [open(`${count - MOST_OF_A_KIND} more…`, view)] : [];

function placeItems({ setup }: Snapshot): TrayItem[] {
  if (setup.kind === 'signedOut' || setup.kind === 'locked')
    return [open('History', 'history'), open('Settings', 'settings')];
  if (setup.kind !== 'ready') return [];
  return [
    open('Request access…', 'request'),
    open('Inbox', 'inbox'),
    open('History', 'history'),
    open('Settings', 'settings'),
  ];
}

function tooltip(what: {
  readonly trouble: number;
  readonly waiting: number;
  readonly active: number;
  readonly offline: boolean;
  readonly locked: boolean;
}): string {
  const { trouble, waiting, active, offline, locked } = what;
  const parts = [
    ...(trouble > 0 ? [`${trouble} overdue`] : []),
    ...(waiting > 0 ? [`${waiting} waiting for you`] : []),
    ...(active > 0 ? [`${active} active`] : []),
    ...(locked ? ['locked'] : offline ? ['offline'] : []),
  ];
  return parts.length === 0 ? 'Latchkey' : `Latchkey: ${parts.join(', ')}`;
}

function short(text: string): string {
  const characters = Array.from(visibleText(text));
  return characters.length <= LONGEST_TITLE
    ? characters.join('')
    : `${characters.slice(0, LONGEST_TITLE - 1).join('')}…`;
}
