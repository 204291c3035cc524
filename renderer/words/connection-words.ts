import type { Connection, OrganisationView, Snapshot } from '../../shared/contract/snapshot.ts';
import { MINUTE_MS } from '../../shared/lib/time.ts';
import { clockTime } from './clock-time.ts';
import { words } from './words.ts';

/** The connection in a line, and what else is to be said of it, which may change every second; `more` may be empty. */
export function connectionWords(
  { connection, setup }: Pick<Snapshot, 'connection' | 'setup'>,
  now: number,
): { readonly line: string; readonly more: string } {
  const say = words().window.connection;
  switch (connection.kind) {
    case 'online':
      return { line: say.online({ at: clockTime(connection.since, now) }), more: '' };
    case 'slow':
      return {
        line: say.slow({ at: clockTime(connection.since, now, { seconds: true }) }),
        more: say.asOfThen,
      };
    case 'offline': {
      const { isStranger, isTooOld } = connection;
      const what = isStranger ? say.notYours : isTooOld ? say.tooOld : say.offline;
      return {
        line: what({ at: clockTime(connection.since, now) }),
        more: nextTryWords(connection, now),
      };
    }
    case 'connecting':
      return { line: say.connecting, more: '' };
    case 'none':
      return { line: withoutConnection(setup), more: '' };
  }
}

function withoutConnection(setup: Snapshot['setup']): string {
  const say = words().window.connection;
  if (setup.kind === 'signedOut') return say.signedOut;
  return setup.kind === 'locked' ? say.locked : say.none;
}

/** The one word where there is no room for more, for what must not be missed; empty where all is well. */
export function connectionWord(connection: Connection): string {
  const say = words().window.connection;
  if (connection.kind === 'slow') return say.slowWord;
  if (connection.kind !== 'offline') return '';
  return connection.isTooOld ? say.tooOldWord : say.offlineWord;
}

/** `next try in 12 s`, or in minutes where that is long, counted down from when it really comes; empty where no try is planned. */
export function nextTryWords(connection: Connection, now: number): string {
  if (connection.kind !== 'offline' || connection.nextTryAt === undefined) return '';
  const say = words().window.connection;
  const leftMs = connection.nextTryAt - now;
  if (leftMs <= 0) return say.tryingNow;
  return leftMs < 2 * MINUTE_MS
    ? say.nextTrySeconds({ count: Math.ceil(leftMs / 1_000) })
    : say.nextTryMinutes({ count: Math.ceil(leftMs / MINUTE_MS) });
}

/** Whether a person can have it tried at once: something is planned that would come later, or nothing answers. */
export const canTryNow = (connection: Connection): boolean =>
  connection.kind === 'slow' || (connection.kind === 'offline' && connection.nextTryAt !== undefined);

/** `one of 3 addresses`, beside the one that is used; empty where it is the only one. */
export const addressWords = ({ addresses = 1 }: Pick<OrganisationView, 'addresses'>): string =>
  addresses > 1 ? words().window.connection.addresses({ count: addresses }) : '';
