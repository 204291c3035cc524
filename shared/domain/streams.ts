import { deviceStream } from './device/device-stream.ts';
import { inviteStream } from './invite/invite-stream.ts';
import { organisationStream } from './organisation/organisation-stream.ts';
import { poolStream } from './pool/pool-stream.ts';
import { ownValue } from '../lib/own-value.ts';
import type { Instant } from '../lib/time.ts';

/** Every kind of stream outside of requests, which have a store and lists of their own. */
const STREAMS = [organisationStream, deviceStream, inviteStream, poolStream];

/** A stream whose kind is only known by its name. */
interface NamedStream {
  readonly isOwn: (entry: { readonly type: string }) => boolean;
  readonly evolve: (state: unknown, entry: never, at: Instant) => unknown;
}

/** The kind that a stream is of; undefined for requests, and for what only a newer Latchkey knows. */
export function streamNamed(name: string): NamedStream | undefined {
  const [kind] = name.split('/');
  const stream = STREAMS.find((each) => each.kind === kind);
  return (
    stream && {
      isOwn: ({ type }) => Object.hasOwn(stream.entries, type),
      evolve: stream.evolve as NamedStream['evolve'],
    }
  );
}

/** The entries outside of requests that every member may read. A type that is not known is not one. */
export const isForEverybody = (type: string): boolean =>
  STREAMS.some(({ entries }) => (ownValue<unknown>(entries, type) ?? 'concerned') !== 'concerned');

/** Those of which every member is told as they happen. */
export const TOLD_TO_ALL: readonly string[] = STREAMS.flatMap(({ entries }) =>
  Object.entries(entries).flatMap(([type, reader]) => (reader === 'told' ? [type] : [])),
);
