import type { WantedNotice } from './wanted-notice.ts';

/** What was told already, by notice id: kept over restarts, so that nobody is told twice. */
export type ShownNotices = Readonly<Record<string, string>>;

/** What has to be done so that what is shown is what is wanted. Pure. */
export function noticeChanges(
  shown: ShownNotices,
  wanted: readonly WantedNotice[],
): {
  readonly show: readonly WantedNotice[];
  readonly withdraw: readonly string[];
  readonly shown: ShownNotices;
} {
  const ids = new Set(wanted.map(({ id }) => id));
  return {
    show: wanted.filter(({ id, fingerprint }) => !Object.hasOwn(shown, id) || shown[id] !== fingerprint),
    withdraw: Object.keys(shown).filter((id) => !ids.has(id)),
    shown: Object.fromEntries(wanted.map(({ id, fingerprint }) => [id, fingerprint])),
  };
}
