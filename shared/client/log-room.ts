import type { LogItem } from '../contract/api-types.ts';
import type { DiskSpace } from '../system/disk-space.ts';
import { told, type Told } from '../words/told.ts';

/** Why no more of a log is fetched: there is no room for all of it. Sizes in bytes. */
export interface NoRoom {
  readonly told: Told;
  readonly neededBytes: number;
  readonly reserveBytes: number;
}

/** How much of the log is there already, and of how much, in entries. */
export interface LogProgress {
  readonly fetched: number;
  readonly size: number;
}

/** For one log; it learns how large this one's entries are. */
export interface LogRoom {
  /** Asked before each page is kept, and without items before the first. Null: there is room. */
  check(items: readonly LogItem[], progress: LogProgress): Promise<NoRoom | null>;
}

/** An entry takes at least so much, in bytes, also one that may not be read: its hash, and its place. */
const LEAST_BYTES = 75;
/** So much of a disk is left to everything else: a tenth, in bytes at most this. */
const LARGEST_RESERVE = 1_000_000_000;
/** What needs no more than this part of what is free may use the reserve, but for its last tenth: the log grows by a bit. */
const TINY_PART = 1 / 100;
const RESERVE_FOR_TINY = 1 / 10;
/** So much, in bytes, is fetched at once to a file system that does not say how large it is; it says itself when it is full. */
const ROOM_IF_UNKNOWN = 1_000_000_000;

/**
 * Looks whether the disk has room for the log that is being fetched. A size is signed by the service alone: it can be any
 * number, and so can be the entries behind it, so nothing but the disk says what is too much. Once there was no room, the
 * same is not tried again before there is as much as it needed by then.
 *
 * @param growth bytes that are written, in the end, for each byte of the entries
 */
export function logRoom(space: () => Promise<DiskSpace>, growth: number): LogRoom {
  /** Bytes of the entries that were taken since the first page, and how many these are. */
  let [taken, count] = [0, 0];
  /** What an entry needs, as far as that was seen when there was no room. */
  let seenBytes = LEAST_BYTES;
  return {
    async check(items, { fetched, size }) {
      if (items.length === 0) [taken, count] = [0, 0];
      const disk = await space();
      const isKnown = disk.totalBytes > 0;
      const freeBytes = isKnown ? disk.freeBytes : ROOM_IF_UNKNOWN - taken;
      const reserveBytes = isKnown ? Math.min(LARGEST_RESERVE, disk.totalBytes / 10) : 0;
      const page = items.reduce((sum, item) => sum + LEAST_BYTES + bytesOf(item), 0);
      // What is computed from entries that are on the disk already is still to come.
      const soon = taken * (growth - 1) + page * growth;
      const least = (size - fetched) * (count === 0 ? seenBytes : LEAST_BYTES);
      [taken, count] = [taken + page, count + items.length];
      const left = freeBytes - Math.max(soon, least);
      const isTiny = Math.max(taken * growth, least) <= freeBytes * TINY_PART;
      if (left >= (isTiny ? reserveBytes * RESERVE_FOR_TINY : reserveBytes)) return null;
      if (count > 0) seenBytes = Math.max(seenBytes, (taken / count) * growth);
      const neededBytes = Math.ceil(Math.max(soon, (size - fetched) * seenBytes));
      return {
        neededBytes,
        reserveBytes,
        told: toldOf(size, { neededBytes, reserveBytes, freeBytes: isKnown ? freeBytes : null }),
      };
    },
  };
}

const bytesOf = ({ text, said }: LogItem): number =>
  [text ?? '', ...said.map((each) => each.text)].reduce((sum, each) => sum + Buffer.byteLength(each), 0);

/** @param bytes with null for what is free where that is not known */
function toldOf(
  size: number,
  bytes: Pick<NoRoom, 'neededBytes' | 'reserveBytes'> & { readonly freeBytes: number | null },
): Told {
  const { neededBytes, freeBytes, reserveBytes } = bytes;
  return freeBytes === null
    ? told('noRoomUnknown', { size, neededBytes, mostBytes: ROOM_IF_UNKNOWN })
    : told('noRoomForHistory', { size, neededBytes, freeBytes, reserveBytes });
}
