import type { Snapshot } from '../../shared/contract/snapshot.ts';
import type { Instant } from '../../shared/lib/time.ts';
import type { Logger } from '../../shared/ports/logger.ts';
import type { Notifier } from '../../shared/ports/notifier.ts';
import { noticeChanges, type ShownNotices } from './notice-changes.ts';
import type { NoticeAction, WantedNotice } from './wanted-notice.ts';
import { wantedNotices } from './wanted-notices.ts';
import { wordsIn, type Words } from '../../shared/words/words.ts';

/** Answers a button that was pressed: said once, and nobody is reminded of it. */
export type TellThere = (title: string, body: string) => void;
/** What a button that was pressed does. */
export type ActOnNotice = (action: NoticeAction['does'], tell: TellThere) => void;

/** Keeps the native notifications as they should be. */
export interface NotificationDesk {
  /** Call after each change of the snapshot, and now and then for what only time changes. */
  settle(snapshot: Snapshot, now: Instant): void;
  stop(): Promise<void>;
}

/**
 * What waits for somebody is shown again after a restart: it was withdrawn when the app ended, or its buttons are dead.
 * What was only told is not told again.
 */
export const forgetWaiting = (shown: ShownNotices): ShownNotices =>
  Object.fromEntries(Object.entries(shown).filter(([id]) => !waitsForSomebody(id)));

/** Shown also while notifications are off: the history does not verify. */
const isAlarm = (id: string): boolean => id === 'alarm';

const waitsForSomebody = (id: string): boolean => /^(?:review|trouble)\/|^alarm$/.test(id);

export function createNotificationDesk(parts: {
  readonly notifier: Notifier;
  readonly logger: Logger;
  readonly shown: ShownNotices;
  readonly onShown: (shown: ShownNotices) => void;
  /** When this device joined: what was over before is no news. */
  readonly since: () => Instant;
  readonly act: ActOnNotice;
  readonly words: () => Words;
}): NotificationDesk {
  const { notifier, logger, act } = parts;
  let shown = forgetWaiting(parts.shown);
  /** By id, with what somebody wrote in it, and the language that it is in. */
  const onScreen = new Map<string, { readonly said: string | undefined; readonly words: Words }>();
  /** On their way to the server. */
  const coming = new Set<string>();
  /** What was pushed off the screen once, by id and fingerprint: what it pushes off in turn ends there. */
  const pushedOff = new Set<string>();
  /** Nobody put away what goes in the moment when another comes, so it is shown again if somebody is still waited for. */
  const closed = ({ id, fingerprint }: WantedNotice): void => {
    onScreen.delete(id);
    const isPushed = waitsForSomebody(id) && [...coming].some((other) => other !== id);
    const showing = `${id} ${fingerprint}`;
    if (!isPushed || pushedOff.has(showing)) return;
    pushedOff.add(showing);
    const { [id]: _told, ...others } = shown;
    shown = others;
  };
  const show = (notice: WantedNotice, words: Words): void => {
    onScreen.set(notice.id, { said: notice.said, words });
    coming.add(notice.id);
    const run = (actionId: string): void => {
      const action = notice.actions.find(({ id }) => id === actionId);
      if (action) act(action.does, tell);
    };
    const { id, title, body, urgency } = notice;
    const actions = notice.actions.map(({ id: actionId, label, does }) => ({
      ...{ id: actionId, label },
      decides: does.kind !== 'open',
      ...(does.kind === 'review' && does.decision === 'approve'
        ? { needsWhole: { instead: words.desktop.notices.readFirst } }
        : {}),
    }));
    notifier
      .show({ id, title, body, urgency, actions, onAction: run, onClosed: () => closed(notice) })
      .catch((fault: unknown) => logger.warn({ error: String(fault) }, 'a notification could not be shown'))
      .finally(() => coming.delete(id));
  };
  /** Something stands in it that was erased, or it is in another language. */
  const isOutdated = ({ id, said }: WantedNotice, words: Words): boolean => {
    const there = onScreen.get(id);
    return there !== undefined && (there.said !== said || there.words !== words);
  };
  const withdraw = (id: string): Promise<void> =>
    notifier
      .withdraw(id)
      .catch((fault: unknown) =>
        logger.warn({ error: String(fault) }, 'a notification could not be withdrawn'),
      );
  const tell: TellThere = (title, body) => {
    show({ id: 'told', fingerprint: '', title, body, urgency: 'low', actions: [] }, parts.words());
    // It follows from no snapshot, so no snapshot withdraws it.
    onScreen.delete('told');
  };
  return {
    settle(snapshot, now) {
      const words = wordsIn(snapshot.language);
      const isOff = !snapshot.settings.notifications;
      const all = wantedNotices(snapshot, parts.since(), now);
      // While notifications are off, what is only told counts as told: it is no news when they are on again.
      const changes = noticeChanges(
        shown,
        all.filter(({ id }) => !isOff || isAlarm(id) || !waitsForSomebody(id)),
      );
      const mayShow = ({ id }: WantedNotice): boolean => !isOff || isAlarm(id);
      const there = all.filter(mayShow);
      shown = changes.shown;
      for (const notice of changes.show) if (mayShow(notice)) show(notice, words);
      for (const notice of there) if (isOutdated(notice, words)) show(notice, words);
      if (changes.show.length === 0 && changes.withdraw.length === 0) return;
      const wanted = new Set(there.map(({ id }) => id));
      for (const id of onScreen.keys()) if (!wanted.has(id)) void withdraw(id);
      for (const id of changes.withdraw) void withdraw(id);
      parts.onShown(shown);
    },
    async stop() {
      // A notice whose buttons nobody hears any more would be a trap.
      await Promise.all([...onScreen.keys()].map(withdraw));
      await notifier.stop();
    },
  };
}
