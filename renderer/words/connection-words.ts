import type { Connection, OrganisationView, Snapshot } from '../../shared/contract/snapshot.ts';
import { MINUTE_MS } from '../../shared/lib/time.ts';
import { clockTime } from './clock-time.ts';

/** The connection in a line, and what else is to be said of it, which may change every second; `more` may be empty. */
export function connectionWords(
  { connection, setup }: Pick<Snapshot, 'connection' | 'setup'>,
  now: number,
): { readonly line: string; readonly more: string } {
  switch (connection.kind) {
    case 'online':
      return { line: `Online since ${clockTime(connection.since, now)}`, more: '' };
    case 'slow':
      return {
        line: `Slow: no answer since ${clockTime(connection.since, now, { seconds: true })}`,
        more: 'shown as of then',
      };
    case 'offline': {
      const { isStranger, isTooOld } = connection;
      const what = isStranger ? 'Not your service' : isTooOld ? 'Too old for the service' : 'Offline';
      return {
        line: `${what} since ${clockTime(connection.since, now)}`,
        more: nextTryWords(connection, now),
      };
    }
    case 'connecting':
      return { line: 'Connecting…', more: '' };
    case 'none':
      return { line: withoutConnection(setup), more: '' };
  }
}

function withoutConnection(setup: Snapshot['setup']): string {
  if (setup.kind === 'signedOut') return 'Signed out';
  return setup.kind === 'locked' ? 'Locked' : 'Not connected';
}

/** The one word where there is no room for more, for what must not be missed; empty where all is well. */
export function connectionWord(connection: Connection): string {
  if (connection.kind === 'slow') return 'Slow';
  if (connection.kind !== 'offline') return '';
  return connection.isTooOld ? 'Too old' : 'Offline';
}

/** `next try in 12 s`, or in minutes where that is long, counted down from when it really comes; empty where no try is planned. */
export function nextTryWords(connection: Connection, now: number): string {
  if (connection.kind !== 'offline' || connection.nextTryAt === undefined) return '';
  const leftMs = connection.nextTryAt - now;
  if (leftMs <= 0) return 'trying now…';
  return leftMs < 2 * MINUTE_MS
    ? `next try in ${Math.ceil(leftMs / 1_000)} s`
    : `next try in ${Math.ceil(leftMs / MINUTE_MS)} min`;
}

/** Whether a person can have it tried at once: something is planned that would come later, or nothing answers. */
export const canTryNow = (connection: Connection): boolean =>
  connection.kind === 'slow' || (connection.kind === 'offline' && connection.nextTryAt !== undefined);

/** `one of 3 addresses`, beside the one that is used; empty where it is the only one. */
export const addressWords = ({ addresses = 1 }: Pick<OrganisationView, 'addresses'>): string =>
  addresses > 1 ? `one of ${addresses} addresses; the others are tried when it does not answer` : '';
